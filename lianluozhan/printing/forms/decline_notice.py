"""F11 不予受理（引导）告知单 (4.3.2): why an opinion is not taken up here, and where to go instead."""

from __future__ import annotations

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.record import DeclineGround
from lianluozhan.models.stations import Station

from ..document import FORM, Cell, Document, Grid, Row
from .marks import OPEN_DATE, WIDE, chinese_date, head, label, notes, signature, ticks

TITLE = "不予受理（引导）告知单"
_WAYS = ("当面", "书面", "电话")


def decline_notice(file: OpinionFile | None, station: Station | None = None) -> Document:
    """The notice for one opinion, or the blank one; two copies, one for the submitter."""
    opinion = file.opinion if file else None
    station = file.station if file else station
    number = opinion.number if opinion else ""
    told = file.feedbacks[-1].way.label if file and file.feedbacks else ""
    ground = opinion.decline_ground if opinion else None
    rows = [
        Row([label("致"), Cell(opinion.submitter_name if opinion else "", 9), label("来件日期"), _received(file)], 10),
        Row([label("事由"), Cell(opinion.title if opinion else "", 21)], 10),
        Row([label("不予受理\n情形"), Cell(_grounds(ground), 21, "tick")], 40),
        Row([label("说明"), Cell(_reason(file), 21, "text")], 40, 24, grow=True, fill=2),
        Row([label("引导去向"), Cell(opinion.referral if opinion else "", 21)], 14),
        Row([label("去向地址\n及电话"), Cell("", 21)], 14),
        Row([label("告知方式"), Cell(ticks(_WAYS, [told]), 21, "tick")], 10),
        Row([label("经办"), Cell("", 21, "text", foot=(signature("经办人", seal="站章"),))], 22),
        Row([label("反映人\n签收"), Cell("", 21, "text", foot=(signature("反映人"),))], 22),
    ]
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"编号：{number}", "一式两份"),
            Grid(rows),
            *notes(f"说明：您反映的事项已登记。{WIDE}如有新的情况或理由，可以再次向本站反映。"),
        ],
        paper=FORM,
        running=f"{TITLE}（续页）",
        running_right=f"编号：{number}",
    )


def _received(file: OpinionFile | None) -> Cell:
    return Cell(chinese_date(file.opinion.received_on if file else None, OPEN_DATE), 9)


def _grounds(chosen: DeclineGround | None) -> str:
    return ticks([g.label for g in DeclineGround], [chosen.label] if chosen else [], gap="\n")


def _reason(file: OpinionFile | None) -> str:
    """The officer's explanation; what was written at review and approval stays inside the station."""
    return file.opinion.proposal if file else ""
