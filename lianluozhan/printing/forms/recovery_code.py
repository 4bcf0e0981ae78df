"""The sheet with the recovery code, two copies: one for the head's safe, one sealed at the superior congress."""

from __future__ import annotations

from ..document import FORM, Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, label, notes

TITLE = "数据恢复码保管单"


def recovery_code_sheet(code: str) -> Document:
    """The code of eight groups; nothing else that names the station, so that the sheet alone opens nothing."""
    groups = code.split("-")
    rows = [
        Row(
            [
                cell
                for n in (at, at + 1, at + 2, at + 3)
                for cell in (label(f"第{n + 1}组", 2), Cell(groups[n], 4, "value_c"))
            ],
            16,
        )
        for at in (0, 4)
    ]
    keeping = [
        Row([label("保管人"), Cell("", 9), label("封存日期"), Cell(OPEN_DATE, 9)], 12),
        Row([label("保管地点"), Cell("", 21)], 12),
        Row([label("启封记录"), Cell("", 21)], 40),
    ]
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=2),
            Para("用途：所有人都忘记密码，或者换电脑恢复数据时使用。", "meta", after=1.2),
            Grid([*rows, *keeping]),
            *notes(
                "保管：装进信封密封，封口签名写日期；一份放站长的保险柜，一份交上级人大密封保管。",
                "不要拍照，不要存进电脑或手机。启封使用后，请在程序里换新的恢复码，重新封存。",
            ),
        ],
        paper=FORM,
    )
