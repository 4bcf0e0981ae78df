"""F33 代表接待选民记录表: one resident a sheet, in his own words (4.2.2, 4.2.3, 5.2.3)."""

from __future__ import annotations

from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.receptions.reception_file import VisitFile
from lianluozhan.models.receptions.record import Reception, Visit, VisitState, VisitTreatment
from lianluozhan.models.stations import Station

from ..document import FORM, Cell, Document, Grid, Row
from .marks import OPEN_DATE, WIDE, chinese_date, head, label, notes, ticks

TITLE = "代表接待选民记录表"
_SHORT = {VisitTreatment.VILLAGE: "村(社区)办理"}
_GRADES = [grade.label for grade in Satisfaction if grade is not Satisfaction.NOT_GIVEN]


def reception_record(file: VisitFile | None, station: Station | None = None) -> Document:
    """The filled sheet, or with `file` None the blank one to fill by hand; signatures are always left for ink."""
    visit = file.visit if file else None
    station = file.station if file else station
    number = f"编号：{visit.number if visit else ''}"
    kept = f"要求保密{WIDE * 2}" if visit and visit.keeps_secret else ""
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, number, f"{kept}一人一表"),
            Grid([*_who(file), *_said(visit), *_outcome(file), _signatures()]),
            *notes("说明：反映内容记录选民原话；一式一份，与接待公告、签到表一并归档。"),
        ],
        paper=FORM,
        running=f"{TITLE}（续页）",
        running_right=number,
    )


def times_of(reception: Reception) -> str:
    """2026年3月15日 9:00—11:00."""
    hours = "—".join(clock.removeprefix("0") for clock in (reception.starts_at, reception.ends_at) if clock)
    return f"{chinese_date(reception.held_on)} {hours}".strip()


def _who(file: VisitFile | None) -> list[Row]:
    visit = file.visit if file else None
    sex = [visit.sex.label] if visit and visit.sex else []
    age = [f"{visit.age}岁"] if visit and visit.age is not None else []
    people = f"{visit.people_count}人" if visit and visit.people_count else ""
    return [
        _row(
            "接待时间",
            times_of(file.reception) if file else "",
            9,
            "接待地点",
            file.reception.place if file else "",
            9,
        ),
        _row("接待代表", _received_by(file), 12, "联络员", file.staff_name if file else "", 6),
        Row(
            [
                label("选民姓名"),
                Cell(_name(visit), 6),
                label("性别年龄"),
                Cell(WIDE.join(sex + age), 4),
                label("联系电话"),
                Cell(visit.phone if visit else "", 5),
            ],
            9.7,
            8,
        ),
        _row("住址单位", _address(file), 12, "反映人数", people, 6),
    ]


def _said(visit: Visit | None) -> list[Row]:
    chosen = [_label(visit.treatment)] if visit and visit.treatment else []
    ways = ticks([_label(way) for way in VisitTreatment], chosen)
    return [
        Row([label("反映内容"), Cell(visit.content if visit else "", 21, "text")], 69, 40, grow=True, fill=3),
        Row([label(f"诉{WIDE * 2}求"), Cell(visit.request if visit else "", 21, "text")], 17.7, 12, grow=True, fill=1),
        Row([label("代表解答\n意见"), Cell(visit.answer if visit else "", 21, "text")], 32, 22, grow=True, fill=2),
        Row([label("处理方式"), Cell(ways, 21, "tick")], 9.7, 8),
    ]


def _outcome(file: VisitFile | None) -> list[Row]:
    visit = file.visit if file else None
    until = f"{chinese_date(visit.reply_by)}前" if visit and visit.reply_by else ""
    judged = file.outcome.satisfaction if file else None
    grade = ticks(_GRADES, [judged.label] if judged else [])
    told = chinese_date(file.outcome.told_on if file else None, OPEN_DATE)
    return [
        _row("登记编号", file.outcome.number if file else "", 9, "答复期限", until, 9),
        Row(
            [label("办理结果\n及反馈"), Cell(_result(file), 21, "text", foot=(f"{grade}{WIDE * 2}反馈日期：{told}",))],
            32,
            22,
            grow=True,
            fill=1,
        ),
    ]


def _signatures() -> Row:
    names = ("选民签名", "代表签名", "记录人")
    return Row([cell for name in names for cell in (label(name), Cell("", 5))], 15, 12)


def _row(one: str, first: str, span: int, other: str, second: str, rest: int) -> Row:
    return Row([label(one), Cell(first, span), label(other), Cell(second, rest)], 9.7, 8)


def _label(way: VisitTreatment) -> str:
    return _SHORT.get(way, way.label)


def _received_by(file: VisitFile | None) -> str:
    if file is None:
        return ""
    names = "、".join(file.deputies)
    return f"{names}；参加部门：{'、'.join(file.bodies)}" if file.bodies else names


def _name(visit: Visit | None) -> str:
    if visit is None:
        return ""
    return f"{visit.name}（{visit.same_name_note}）" if visit.same_name_note else visit.name


def _address(file: VisitFile | None) -> str:
    if file is None:
        return ""
    address, village = file.visit.address, file.village_name
    return address if village in address else f"{village}{address}"


def _result(file: VisitFile | None) -> str:
    """What became of it so far, in as many lines as there is something to say."""
    if file is None:
        return ""
    visit, outcome = file.visit, file.outcome
    way = f"（{outcome.way.label}告知选民）" if outcome.way and outcome.told_on and outcome.opinion else ""
    if visit.state is VisitState.DONE and visit.treatment is VisitTreatment.ON_SPOT:
        result = "代表当场答复。"
    elif visit.treatment is VisitTreatment.DECLINED and visit.decline_ground:
        result = f"不予受理：{visit.decline_ground.label}。引导去向：{visit.referral}。{way}"
    else:
        result = f"{outcome.answer}{way}"
    told = f"（{chinese_date(visit.told_deputies_on)}）" if visit.told_deputies_on else ""
    lines = (
        result,
        f"选民中途离开：{visit.left_reason}。" if visit.left_reason else "",
        f"告知代表：{visit.told_deputies_words}{told}" if told else "",
        f"备注：{visit.note}" if visit.note else "",
    )
    return "\n".join(line for line in lines if line)
