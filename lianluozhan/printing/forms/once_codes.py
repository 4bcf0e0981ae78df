"""The slips with the codes for one sign-in after 更换数据密钥: cut apart and handed to each person."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import FORM, Cell, Document, Grid, Para, Row
from .marks import label, notes

TITLE = "一次性入门码"


def once_codes_sheet(people: Sequence[tuple[str, str, str]]) -> Document:
    """One slip each of (name, account, code)."""
    slips: list[Grid | Para] = []
    for name, user, code in people:
        slips += [
            Grid(
                [
                    Row([label("姓名", 3), Cell(name, 6, "value_c"), label("账号", 3), Cell(user, 12, "value_c")], 11),
                    Row([label("入门码", 3), Cell(code, 21, "value_c")], 14),
                ]
            ),
            Para("在登录页选自己的名字，密码处输入门码，再设自己的密码。入门码只能用一次，用过撕掉。", "meta", after=6),
        ]
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=2),
            Para("用途：更换数据密钥以后，每人第一次登录时用。", "meta", after=3),
            *slips,
            *notes("沿格子裁开，当面交给本人，不要代领，不要拍照。丢了请系统管理员重设密码。"),
        ],
        paper=FORM,
    )
