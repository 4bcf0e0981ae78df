"""F17 社情民意办理情况征询意见表: how the submitter judges attitude and result (4.3.3, 3.2.2)."""

from __future__ import annotations

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.handling import Evaluation, Satisfaction, Way
from lianluozhan.models.stations import Station

from ..document import FORM, Cell, Document, Grid, Para, Row
from .marks import OPEN_TERM, WIDE, chinese_date, head, label, notes, signature, ticks

TITLE = "社情民意办理情况征询意见表"
_GRADES = (Satisfaction.SATISFIED, Satisfaction.FAIRLY, Satisfaction.DISSATISFIED)
_OPEN_DATE = f"{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日"


def satisfaction_form(file: OpinionFile | None, station: Station | None = None) -> Document:
    """The form for one opinion (with the judgement if it is known), or the blank one; two copies."""
    station = file.station if file else station
    given = file.evaluations[-1] if file and file.evaluations else None
    number = file.opinion.number if file else ""
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"编号：{number}", "一式两份"),
            Grid([*_matter(file), *_judgement(given)]),
            *_notes(file, station),
        ],
        paper=FORM,
        running="征询意见表（续页）",
        running_right=f"编号：{number}",
    )


def _label(text: str, span: int = 4, rows: int = 1) -> Cell:
    return label(text, span, rows)


def _matter(file: OpinionFile | None) -> list[Row]:
    entry = file.dispatches[0] if file and file.dispatches else None
    joint = "、".join(body.name for _, body in entry.joints) if entry else ""
    got = ["已收到"] if file and file.replies else []
    replied = chinese_date(file.replies[-1].replied_on, _OPEN_DATE) if file and file.replies else _OPEN_DATE
    way = [file.feedbacks[-1].way.label] if file and file.feedbacks else []
    return [
        Row([_label("事由"), Cell(file.opinion.title if file else "", 20)], 12),
        Row(
            [_label("承办单位"), Cell(_body_name(file), 9), _label("会办单位", 3), Cell(joint, 8)],
            10,
        ),
        Row(
            [
                _label("是否收到\n答复"),
                Cell(ticks(["已收到", "未收到"], got), 8, "value_c"),
                _label("收到时间"),
                Cell(replied, 8, "value_c"),
            ],
            13,
        ),
        Row([_label("沟通方式"), Cell(ticks([w.label for w in Way], way, WIDE * 2), 20, "value_c")], 10),
    ]


def _judgement(given: Evaluation | None) -> list[Row]:
    attitude = [given.attitude.label] if given else []
    collected = [given.way.label] if given else []
    result = ["√" if given and given.result is grade else "" for grade in _GRADES]
    spans = (6, 7, 7)
    taken = chinese_date(given.evaluated_on) if given else ""
    return [
        Row(
            [_label("办理人员\n态度"), Cell(ticks([g.label for g in _GRADES], attitude, WIDE * 2), 20, "value_c")],
            12,
        ),
        Row(
            [
                _label("收到答复后您认为\n（在空格内打“√”）", rows=2),
                *(Cell(g.label, s, "label") for g, s in zip(_GRADES, spans, strict=True)),
            ],
            10,
        ),
        Row([Cell(mark, span, "value_c") for mark, span in zip(result, spans, strict=True)], 12),
        Row([_label("不满意的\n原因"), Cell(given.reason if given else "", 20, "text")], 26, 18, grow=True, fill=1),
        Row(
            [
                _label("您对办理\n情况的\n意见"),
                Cell(given.remarks if given else "", 20, "text", foot=(signature("评价人"),)),
            ],
            56,
            40,
            grow=True,
            fill=2,
        ),
        Row(
            [
                _label("回收方式"),
                Cell(ticks([w.label for w in Way], collected), 10, "value_c"),
                _label("代填人\n及时间", 3),
                Cell(taken, 7),
            ],
            12,
        ),
    ]


def _body_name(file: OpinionFile | None) -> str:
    return file.lead_body.name if file and file.lead_body else ""


def _notes(file: OpinionFile | None, station: Station | None) -> list[Para]:
    indent = WIDE * 5
    where = f"{station.address or station.name}；电话：{station.hotline}" if station else ""
    return notes(
        f"填表说明：1. 请在收到答复后{(file and file.judgement_term) or OPEN_TERM}内填写本表，一份交联络站，一份自存。",
        f"{indent}2. “满意”“基本满意”“不满意”三栏只选一项，在空格内打“√”。",
        f"{indent}3. 选“不满意”的，请写明原因和希望解决的具体问题。",
        f"{indent}4. 电话征询的，由调查人代填并注明通话时间。",
        f"{indent}5. 通讯地址：{where}。",
    )
