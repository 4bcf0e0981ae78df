"""F10 社情民意登记表 (5.1.2)."""

from __future__ import annotations

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.handling import OpinionStep, Satisfaction, Way
from lianluozhan.models.opinions.record import Channel, Nature, Opinion, ResultClass, Status, Urgency
from lianluozhan.models.stations import Station

from ..document import FORM, Cell, Document, Grid, Row
from .marks import OPEN_DATE, WIDE, chinese_date, head, label, notes, signature, ticks

TITLE = "社情民意登记表"
_CHANNELS = {
    Channel.SUGGESTION_BOX: "意见箱",
    Channel.HOTLINE: "热线",
    Channel.ONLINE_PLATFORM: "网上",
    Channel.RECEPTION: "接待",
    Channel.VISIT_BY_DEPUTY: "走访",
    Channel.LETTER: "来信",
    Channel.VISIT: "来访",
    Channel.FORUM: "座谈",
    Channel.SUPERIOR: "交办",
    Channel.OTHER: "其他",
}
_RESULTS = {
    ResultClass.A: "A 已经解决",
    ResultClass.B: "B 正在解决",
    ResultClass.C: "C 列入计划",
    ResultClass.D: "D 留作参考",
}


def opinion_registration(file: OpinionFile | None, station: Station | None = None) -> Document:
    """The filled form, or with `file` None the blank one to fill by hand; signatures are always left for ink."""
    opinion = file.opinion if file else None
    station = file.station if file else station
    number = opinion.number if opinion else ""
    registered = chinese_date(opinion.registered_on if opinion else None, OPEN_DATE)
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"编号：{number}", f"登记日期：{registered}"),
            Grid([*_source(opinion), *_submitter(file), *_matter(file), *_approval(file), *_outcome(file)]),
            *notes("填表说明：本表一式一份，办结后归档。个人信息仅用于办理、答复和归档，不对外公开。"),
        ],
        paper=FORM,
        running=f"{TITLE}（续页）",
        running_right=f"编号：{number}",
    )


def _source(opinion: Opinion | None) -> list[Row]:
    channel = [_CHANNELS[opinion.channel]] if opinion else []
    urgency = [opinion.urgency.label] if opinion else []
    received = chinese_date(opinion.received_on) if opinion else ""
    return [
        _row(label("来源渠道"), Cell(ticks(list(_CHANNELS.values()), channel), 21, "tick")),
        _row(
            label("收到日期"),
            Cell(received, 6),
            label("紧急程度"),
            Cell(ticks([u.label for u in Urgency], urgency), 12, "tick"),
        ),
    ]


def _submitter(file: OpinionFile | None) -> list[Row]:
    opinion = file.opinion if file else None
    name = "匿名" if opinion and opinion.is_anonymous and not opinion.submitter_name else ""
    secret = ["是" if opinion.keeps_secret else "否"] if opinion else []
    return [
        _row(
            label("反映人"),
            Cell(name or _of(opinion, "submitter_name"), 6),
            label("性别年龄"),
            Cell(_sex_and_age(opinion), 4),
            label("联系电话"),
            Cell(_of(opinion, "phone"), 5),
        ),
        _row(
            label("住址单位"),
            Cell(_of(opinion, "address"), 13),
            label("村或社区"),
            Cell(file.village_name if file else "", 5),
        ),
        _row(
            label("反映代表"),
            Cell("、".join(file.deputies) if file else "", 9),
            label("反映人数"),
            Cell(f"{opinion.people_count}人" if opinion and opinion.people_count else "", 3),
            label("要求保密"),
            Cell(ticks(["是", "否"], secret), 3, "tick"),
        ),
    ]


def _matter(file: OpinionFile | None) -> list[Row]:
    opinion = file.opinion if file else None
    nature = [opinion.nature.label] if opinion else []
    marked = [name for name, on in _weights(opinion) if on]
    attached = f"{len(file.attachments)} 件" if file and file.attachments else f"{WIDE * 2}件"
    return [
        _row(label("事由"), Cell(_of(opinion, "title"), 21)),
        Row([label("反映内容"), Cell(_of(opinion, "content"), 21, "text")], 44, 34, grow=True, fill=3),
        Row([label("诉求"), Cell(_of(opinion, "request"), 21, "text")], 12, 10, grow=True, fill=1),
        _row(label("分类"), Cell(file.category_path if file else "", 14), label("附件"), Cell(attached, 4)),
        _row(
            label("诉求性质"),
            Cell(ticks([n.label for n in Nature], nature), 12, "tick"),
            label("事项标记"),
            Cell(ticks(["普遍性", "重点"], marked), 6, "tick"),
        ),
    ]


def _approval(file: OpinionFile | None) -> list[Row]:
    return [
        _signed("初步筛选\n拟办意见", _proposed(file), signature("联络员"), 19, 16),
        _signed("审核意见", _words(file, "review"), signature("副站长"), 19, 16),
        _signed("审批意见", _words(file, "approve"), signature("站长", seal="站章"), 23, 17),
    ]


def _outcome(file: OpinionFile | None) -> list[Row]:
    opinion = file.opinion if file else None
    result = [_RESULTS[opinion.result_class]] if opinion and opinion.result_class else []
    return [
        _row(label("交办情况"), Cell(_dispatched(file), 21)),
        _row(label("办理结果"), Cell(ticks(list(_RESULTS.values()), result), 21, "tick")),
        _row(label("反馈情况"), Cell(_feedback(file), 21, "tick")),
        _row(
            label("办结日期"),
            Cell(chinese_date(opinion.closed_on) if opinion else "", 9),
            label("归档号"),
            Cell(_of(opinion, "file_number"), 9),
        ),
    ]


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 8, 7.4)


def _signed(name: str, words: str, line: str, height: float, floor: float) -> Row:
    return Row([label(name), Cell(words, 21, "text", foot=(line,))], height, floor)


def _of(opinion: Opinion | None, name: str) -> str:
    return str(getattr(opinion, name)) if opinion else ""


def _sex_and_age(opinion: Opinion | None) -> str:
    if not opinion:
        return ""
    parts = [opinion.sex.label] if opinion.sex else []
    return WIDE.join([*parts, f"{opinion.age}岁"] if opinion.age else parts)


def _weights(opinion: Opinion | None) -> list[tuple[str, bool]]:
    return [("普遍性", opinion.is_widespread), ("重点", opinion.is_key)] if opinion else []


def _screening(file: OpinionFile | None) -> str:
    if not file:
        return ""
    opinion = file.opinion
    ground = f"（{opinion.decline_ground.label}，建议去向：{opinion.referral}）" if opinion.decline_ground else ""
    return f"{opinion.screening.label}{ground}。"


def _proposed(file: OpinionFile | None) -> str:
    """The officer's screening and proposal as he handed them in; the judgements after him change neither."""
    if not file:
        return ""
    handed_in = "" if file.opinion.status in (Status.DRAFT, Status.SENT_BACK) else _words(file, "submit")
    return handed_in or _screening(file) + file.opinion.proposal


def _words(file: OpinionFile | None, name: str) -> str:
    """What was written at the newest step of this name, program or paper."""
    found: list[OpinionStep] = [s for s in file.steps if s.name == name and not s.voided_on] if file else []
    return found[0].words if found else ""


def _dispatched(file: OpinionFile | None) -> str:
    if not file or not file.dispatches:
        return ""
    entry = file.dispatches[0]
    joint = "、".join(body.name for _, body in entry.joints)
    parts = [entry.lead.name, f"会办：{joint}" if joint else "", entry.dispatch.number]
    due = chinese_date(entry.dispatch.due_on)
    return "；".join(part for part in [*parts, f"{due}前办理" if due else ""] if part)


def _feedback(file: OpinionFile | None) -> str:
    way = [file.feedbacks[-1].way.label] if file and file.feedbacks else []
    given = [file.evaluations[-1].result.label] if file and file.evaluations else []
    ways = [w.label for w in (Way.IN_PERSON, Way.PHONE, Way.WRITTEN)]
    grades = [s.label for s in Satisfaction if s is not Satisfaction.NOT_GIVEN]
    return f"方式：{ticks(ways, way)}{WIDE * 2}评价：{ticks(grades, given)}"
