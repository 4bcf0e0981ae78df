"""Deputies (2.2.4): persons with their mandates, of five levels; who is in office can be chosen, history stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from . import veil
from .errors import InvalidRecord, RuleError
from .fields import Choice, choice, day, long_text, reference, references, text
from .fields import choices as several
from .identity_numbers import plain_identity
from .session import Session
from .staff import Sex


class Level(Choice):
    """代表层级; one person may hold several."""

    NATIONAL = "national", "全国"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"


class MandateStatus(Choice):
    ACTIVE = "active", "在任"
    SUSPENDED = "suspended", "暂停执行职务"
    ENDED = "ended", "资格终止"
    EXPIRED = "expired", "届满"


class DeputyLabel(Choice):
    """代表性质, counted apart in upward tables."""

    WOMAN = "woman", "妇女"
    MINORITY = "minority", "少数民族"
    RETURNED = "returned", "归侨"
    NO_PARTY = "no_party", "非中共"
    GRASSROOTS = "grassroots", "基层一线"


# offered while typing; other words are kept as written
PARTIES = (
    *("中共党员", "中共预备党员", "共青团员", "民革", "民盟", "民建", "民进"),
    *("农工党", "致公党", "九三学社", "台盟", "无党派人士", "群众"),
)
EDUCATIONS = ("研究生", "大学本科", "大学专科", "中专（职高）", "高中", "初中", "小学及以下")
DEGREES = ("博士", "硕士", "学士", "无")
ORIGINS = ("工人", "农民", "专业技术人员", "党政领导干部", "企业负责人", "军人", "其他")


@dataclass(frozen=True, kw_only=True)
class Deputy:
    """One person who is or was a deputy."""

    TABLE: ClassVar = "deputies"

    id: int = 0
    name: str = text("姓名", required=True, max_length=50)
    sex: Sex | None = choice("性别", Sex)
    nationality: str = text("民族", max_length=20)
    born_on: date | None = day("出生年月")
    organisation_post: str = text("工作单位及职务", max_length=60)
    phone: str = text("联系电话", max_length=30)
    native_place: str = text("籍贯", max_length=40)
    party: str = text("政治面貌", max_length=20)
    party_since: date | None = day("入党时间")
    work_since: date | None = day("参加工作时间")
    education: str = text("学历", max_length=20)
    degree: str = text("学位", max_length=20)
    school: str = text("毕业院校及专业", max_length=80)
    occupation: str = text("职业", max_length=40)
    title: str = text("职称", max_length=40)
    id_number: str = text("身份证号", max_length=18)
    certificate: str = text("代表证号", max_length=30)
    email: str = text("邮箱", max_length=80)
    address: str = text("通讯地址", max_length=80)
    postcode: str = text("邮编", max_length=10)
    joined_on: date | None = day("编入联络站时间")
    labels: tuple[DeputyLabel, ...] = several("代表类别标签", DeputyLabel)
    expertise: str = text("专业特长", max_length=200)
    village_ids: tuple[int, ...] = references("联系村（社区）", "villages")
    linked_voters: str = long_text("固定联系选民", max_length=3000)
    career: str = long_text("主要简历", max_length=5000)
    honours: str = long_text("奖惩", max_length=3000)
    pledge: str = text("履职承诺", max_length=200)
    file_opened_on: date | None = day("建档日期")
    file_number: str = text("档号", max_length=40)
    note: str = text("备注", max_length=200)
    retired_on: date | None = day("停用日期")
    import_batch_id: int | None = reference("导入批次", "import_batches")


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """One election of one person: level, term, constituency."""

    TABLE: ClassVar = "mandates"

    id: int = 0
    deputy_id: int | None = reference("代表", "deputies", required=True)
    level: Level = choice("层级", Level, Level.TOWNSHIP)
    term: str = text("届次", max_length=20)
    constituency: str = text("选区或选举单位", max_length=50)
    starts_on: date | None = day("当选时间")
    ends_on: date | None = day("届满时间")
    status: MandateStatus = choice("状态", MandateStatus, MandateStatus.ACTIVE)
    end_reason: str = text("终止原因", max_length=100)
    delegation: str = text("代表团", max_length=40)
    elected_post: str = text("当选时职务", max_length=60)
    origin: str = text("代表类别", max_length=20)
    import_batch_id: int | None = reference("导入批次", "import_batches")
    voided_on: date | None = day("撤回日期")  # only what a roster brought and was taken back


# why a mandate may be suspended or ended (代表法 61, 62)
REASONS: dict[MandateStatus, tuple[str, ...]] = {
    MandateStatus.SUSPENDED: (
        "因刑事案件被羁押，正在受侦查、起诉、审判",
        "被判处管制、拘役或者有期徒刑而没有附加剥夺政治权利，正在服刑",
    ),
    MandateStatus.ENDED: (
        "迁出或者调离本行政区域",
        "辞职被接受",
        "责令辞职，辞职被接受",
        "未经批准两次不出席本级人民代表大会会议",
        "被罢免",
        "丧失中华人民共和国国籍",
        "被剥夺政治权利",
        "丧失行为能力",
        "去世",
    ),
    MandateStatus.EXPIRED: ("届满",),
}
SHORT = {Level.NATIONAL: "全国", Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "县", Level.TOWNSHIP: "镇"}


def add(session: Session, deputy: Deputy, mandates: Sequence[Mandate]) -> Deputy:
    """A new deputy with at least one mandate (2.2.4)."""
    with session.action("deputy.edit"):
        if not mandates:
            raise RuleError("请至少填一条代表任职：层级、届次、选区。")
        _check_person(session, deputy)
        opened = deputy.file_opened_on or session.today
        added = session.add(replace(deputy, id_number=plain_identity(deputy.id_number), file_opened_on=opened))
        for mandate in mandates:
            _add_mandate(session, added, mandate)
        return added


def edit(session: Session, deputy_id: int, **values: Any) -> Deputy:
    """Correct what is known of a deputy."""
    with session.action("deputy.edit"):
        person = session.get(Deputy, deputy_id)
        if "id_number" in values:
            values["id_number"] = plain_identity(values["id_number"])
        _check_person(session, replace(person, **values))
        return session.change(person, **values)


def unmask(session: Session, deputy_id: int) -> Deputy:
    """The deputy with the whole of his numbers; who looked is written into the audit log (4.7.2)."""
    with session.action("deputy.unmask"):
        veil.check_open(session, "deputies", deputy_id)
        session.note("deputies", deputy_id, {"unmasked": "phone, id_number"})
        return session.get(Deputy, deputy_id)


def add_mandate(session: Session, deputy_id: int, mandate: Mandate) -> Mandate:
    """Another mandate of the same person; two of one level do not overlap."""
    with session.action("deputy.edit"):
        return _add_mandate(session, session.get(Deputy, deputy_id), mandate)


def end_mandate(session: Session, mandate_id: int, status: MandateStatus, on: date, reason: str) -> Mandate:
    """A mandate ends or is suspended; day and reason stay on record."""
    with session.action("deputy.edit"):
        mandate = session.get(Mandate, mandate_id)
        if status is MandateStatus.ACTIVE:
            raise RuleError("请选择暂停执行职务、资格终止或届满。")
        if not reason.strip():
            raise InvalidRecord({"end_reason": "请写明原因。"})
        if mandate.starts_on and on < mandate.starts_on:
            raise InvalidRecord({"ends_on": "日期不能早于当选时间，请检查。"})
        _check_open(session, on)
        _check_mandate(session, session.get(Deputy, mandate.deputy_id or 0), replace(mandate, ends_on=on))
        return session.change(mandate, status=status, ends_on=on, end_reason=reason.strip())


def correct_mandate(session: Session, mandate_id: int, **values: Any) -> Mandate:
    """Put right what was entered wrongly in a mandate: level, term, constituency, days."""
    with session.action("deputy.edit"):
        mandate = session.get(Mandate, mandate_id)
        _check_open(session, mandate.ends_on, values.get("ends_on"))
        _check_mandate(session, session.get(Deputy, mandate.deputy_id or 0), replace(mandate, **values))
        return session.change(mandate, **values)


def resume_mandate(session: Session, mandate_id: int, ends_on: date | None = None) -> Mandate:
    """The reason of a suspension is gone: the mandate goes on (代表法 61); the log keeps the suspension."""
    with session.action("deputy.edit"):
        mandate = session.get(Mandate, mandate_id)
        if mandate.status is not MandateStatus.SUSPENDED:
            raise RuleError("这一条任职没有暂停，不用恢复。")
        resumed = replace(mandate, status=MandateStatus.ACTIVE, ends_on=ends_on)
        _check_mandate(session, session.get(Deputy, mandate.deputy_id or 0), resumed)
        return session.change(mandate, status=MandateStatus.ACTIVE, ends_on=ends_on, end_reason="")


def is_active(mandate: Mandate, on: date) -> bool:
    """Whether a mandate is held on a day; one past its end is not, also before anybody wrote so."""
    return mandate.status is MandateStatus.ACTIVE and (mandate.ends_on is None or mandate.ends_on >= on)


def mandates_of(session: Session, deputy_id: int) -> list[Mandate]:
    where = "deputy_id = ? AND voided_on IS NULL"
    return session.select(Mandate, where, (deputy_id,), order="starts_on DESC, id DESC")


def choices(session: Session) -> list[tuple[int, str]]:
    """Deputies with an active mandate, with their levels: 赵明山（县、镇）."""
    levels: dict[int, list[str]] = {}
    for mandate in session.select(Mandate, "status = 'active' AND voided_on IS NULL"):
        if mandate.deputy_id and is_active(mandate, session.today):
            levels.setdefault(mandate.deputy_id, []).append(SHORT[mandate.level])
    people = session.select(Deputy, "retired_on IS NULL", order="name")
    return [(d.id, f"{d.name}（{'、'.join(levels[d.id])}）") for d in people if d.id in levels]


def _add_mandate(session: Session, deputy: Deputy, mandate: Mandate) -> Mandate:
    _check_open(session, mandate.ends_on)
    _check_mandate(session, deputy, mandate)
    return session.add(replace(mandate, deputy_id=deputy.id))


def _check_open(session: Session, *days: date | None) -> None:
    from .terms import check_open  # terms are made of levels, which are said here

    check_open(session, *days)


def _check_person(session: Session, deputy: Deputy) -> None:
    """One person has one file: an identity number that another deputy has is refused by his name."""
    number = plain_identity(deputy.id_number)
    if not number:
        return
    for other in session.select(Deputy, "id_number = ? AND id <> ?", (number, deputy.id)):
        raise InvalidRecord(
            {"id_number": f"这个身份证号已记在{other.name}名下。一个人的几级任职请记在同一份档案里，用“增加任职”。"}
        )


def _check_mandate(session: Session, deputy: Deputy, mandate: Mandate) -> None:
    if mandate.starts_on and mandate.ends_on and mandate.ends_on < mandate.starts_on:
        raise InvalidRecord({"ends_on": "“届满时间”不能早于“当选时间”，请检查。"})
    for other in mandates_of(session, deputy.id):
        if other.level is mandate.level and other.id != mandate.id and _meet(other, mandate):
            raise RuleError(f"{deputy.name}在这段时间已有{mandate.level.label}代表任职，请先检查那一条的起止时间。")


def _meet(one: Mandate, other: Mandate) -> bool:
    starts = (one.starts_on or date.min, other.starts_on or date.min)
    return max(starts) <= min(one.ends_on or date.max, other.ends_on or date.max)
