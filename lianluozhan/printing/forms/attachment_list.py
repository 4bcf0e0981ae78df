"""附件清单: what is kept with a matter besides its sheets, at the end of its volume (3.2.2)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.attachments import Attachment
from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.stations import Station

from ..document import FORM, Cell, Document, Grid, Para, Row
from .marks import head, ticks

TITLE = "附件清单"
_HEADS = ("序号", "名　　称", "存入日期", "用途", "随卷装订")
_COLUMNS = (12, 66, 26, 22, 30)
_WAYS = ("原件", "打印件", "不附")


def attachment_list(file: OpinionFile) -> Document:
    """The photographs, letters and recordings of a matter, each with a box for how it lies in the volume."""
    return enclosed(file.station, file.opinion.number, file.attachments)


def enclosed(station: Station, number: str, files: Sequence[Attachment]) -> Document:
    """The same of any record that is bound, by its number."""
    rows = [Row([Cell(text, 1, "head") for text in _HEADS], 10)]
    for n, kept in enumerate(files, 1):
        texts = (str(n), kept.name, kept.added_on.isoformat() if kept.added_on else "", kept.purpose)
        cells = [Cell(text, 1, "entry" if at == 1 else "entry_c") for at, text in enumerate(texts)]
        rows.append(Row([*cells, Cell(ticks(_WAYS, gap="\n"), 1, "value_c")], 18))
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"编号：{number}", f"共 {len(files)} 件"),
            Grid(rows, _COLUMNS, head=1),
            Para("原信、照片、录音等附在本清单之后，按序号排列；不能装订的写明存放地点。", "note", before=1.2),
        ],
        paper=FORM,
        running=f"{TITLE}（续页）",
        running_right=f"编号：{number}",
    )
