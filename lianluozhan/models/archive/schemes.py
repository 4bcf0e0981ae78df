"""How the station files: fonds, scheme, by piece or by volume, units, the table of retention (DA/T 22 §5.2, 4.6.1).

Scheme, way and the word for units are chosen once: with the first number they stand for good. A 全宗号 may come later,
for the county archive assigns it; once it stands on a numbered 件 it stands for good too.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from .. import stations
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..session import Session
from ..veil import whole_sight
from .codes import archival_number
from .record import FilingWay, Item, Rule, Scheme, SchemeForm, Unit, Volume

UNIT_WORDS = ("机构", "问题")  # one of them in a scheme, never both (DA/T 22 §5.2)
DOCUMENTS = "WS"  # 文书
LONGEST_MOVE = 200  # tenths of a mm
_FONDS = re.compile(r"[0-9A-Z]{4}")
_CATEGORY = re.compile(r"[A-Z]{2}")
_CODE = re.compile(r"[0-9A-Z]{3}")
_FIXED = ("scheme", "unit_word", "way", "category")
_CHOSEN = ("fonds", "fonds_name", *_FIXED, "is_red")
_LABELS = {field.name: field.metadata["field"].label for field in fields(Scheme) if "field" in field.metadata}


# The scheme ------------------------------------------------------------------------------------------------------


def current(session: Session) -> Scheme:
    """The scheme as it was chosen; with id 0 what is proposed while none was."""
    found = session.select(Scheme, order="id LIMIT 1")
    if found:
        return found[0]
    station = stations.station(session)
    fonds = station.fonds_number.strip().upper()
    return Scheme(
        fonds=fonds if _FONDS.fullmatch(fonds) else "",
        fonds_name=station.congress,
        unit_word=UNIT_WORDS[0],
        category=DOCUMENTS,
    )


def is_chosen(session: Session) -> bool:
    """Whether the station has said how it files."""
    return current(session).id != 0


def is_fixed(session: Session) -> bool:
    """Whether a number was issued: scheme, way and word for units stand for good then."""
    with whole_sight():
        pieces = session.value("SELECT 1 FROM archive_items WHERE sequence IS NOT NULL LIMIT 1")
        return bool(pieces or session.value("SELECT 1 FROM archive_volumes WHERE number IS NOT NULL LIMIT 1"))


def choose(
    session: Session,
    *,
    fonds: str,
    fonds_name: str,
    scheme: SchemeForm,
    way: FilingWay,
    unit_word: str = UNIT_WORDS[0],
    category: str = DOCUMENTS,
    is_red: bool = True,
) -> Scheme:
    """Say how the station files; a 全宗号 that comes later is put into every number that waited for it."""
    with session.action("archive.set_up"), whole_sight():
        old = current(session)
        wanted = replace(
            old,
            fonds=fonds.strip().upper(),
            fonds_name=fonds_name.strip(),
            scheme=scheme,
            unit_word=unit_word.strip(),
            way=way,
            category=category.strip().upper(),
            is_red=is_red,
        )
        _check_scheme(session, old, wanted)
        values: dict[str, Any] = {name: getattr(wanted, name) for name in _CHOSEN}
        chosen: dict[str, Any] = {"chosen_by": session.staff.id, "chosen_on": session.today}
        new = session.change(old, **values, **chosen) if old.id else session.add(replace(wanted, **chosen))
        if new.fonds and is_fixed(session):
            _fill_fonds(session, new)
        return new


def calibrate(session: Session, move_x: int, move_y: int) -> Scheme:
    """How far this printer is off, in tenths of a mm to the right and downward, as the test sheet showed."""
    with session.action("archive.set_up"):
        for name, value in (("move_x", move_x), ("move_y", move_y)):
            if not -LONGEST_MOVE <= value <= LONGEST_MOVE:
                most = LONGEST_MOVE // 10
                raise InvalidRecord({name: f"移动的距离不能超过 {most} 毫米。差得更多，请检查打印机的纸张设置。"})
        return session.change(_chosen(session), move_x=move_x, move_y=move_y)


def _chosen(session: Session) -> Scheme:
    found = current(session)
    if not found.id:
        raise RuleError("还没有确定分类方案。请先在“归档设置”里确定，再做这一步。")
    return found


def _check_scheme(session: Session, old: Scheme, wanted: Scheme) -> None:
    problems = check(wanted)
    if wanted.fonds and not _FONDS.fullmatch(wanted.fonds):
        problems["fonds"] = "全宗号是 4 位数字或大写字母，例如 Z109。县档案馆还没有给的，先留空。"
    if not wanted.fonds_name:
        problems["fonds_name"] = "请填写全宗名称，一般是本乡镇人大的全称。"
    if not _CATEGORY.fullmatch(wanted.category):
        problems["category"] = "档案门类代码是两个大写字母，文书档案是 WS。"
    if wanted.unit_word not in UNIT_WORDS:
        problems["unit_word"] = "请选“机构”或“问题”中的一个，两种不能混用。"
    if old.id and is_fixed(session):
        for name in _FIXED:
            if getattr(wanted, name) != getattr(old, name):
                problems[name] = f"已经编过件号，“{_LABELS[name]}”不能再改。"
        if old.fonds and wanted.fonds != old.fonds:
            problems["fonds"] = f"全宗号 {old.fonds} 已经写进档号，不能再改。确实给错了的，请和县档案馆商量。"
    if problems:
        raise InvalidRecord(problems)


def _fill_fonds(session: Session, scheme: Scheme) -> None:
    """Every number that was given without a 全宗号 gets it; inside the action that fills it in."""
    volumes = {volume.id: volume for volume in session.select(Volume, "number IS NOT NULL")}
    for item in session.select(Item, "sequence IS NOT NULL AND fonds = ''"):
        filled = replace(item, fonds=scheme.fonds)
        number = archival_number(scheme, filled, volumes.get(item.volume_id or 0))
        session.change(item, fonds=scheme.fonds, archival_number=number)


# Units -----------------------------------------------------------------------------------------------------------


def units(session: Session, *, retired: bool = False) -> list[Unit]:
    """The units in use, by their codes; with `retired` those given up too."""
    return session.select(Unit, "1" if retired else "retired_on IS NULL", order="code")


def add_unit(session: Session, code: str, name: str) -> Unit:
    """A new unit with its code, which is never given to another."""
    with session.action("archive.set_up"):
        unit = Unit(code=code.strip().upper(), name=name.strip())
        problems = check(unit)
        if not _CODE.fullmatch(unit.code):
            problems["code"] = "代码是 3 位数字或大写字母，例如 RDB。"
        elif taken := session.select(Unit, "code = ?", (unit.code,)):
            problems["code"] = f"代码 {unit.code} 已经给了“{taken[0].name}”，不能给两个。请换一个代码。"
        if problems:
            raise InvalidRecord(problems)
        return session.add(unit)


def rename_unit(session: Session, unit_id: int, name: str) -> Unit:
    """Put the name of a unit right; its code stays, for it stands in numbers."""
    with session.action("archive.set_up"):
        return session.change(session.get(Unit, unit_id), name=name.strip())


def retire_unit(session: Session, unit_id: int) -> Unit:
    """Give a unit up; what was filed under it keeps its number."""
    with session.action("archive.set_up"), whole_sight():
        unit = session.get(Unit, unit_id)
        if unit.retired_on:
            raise RuleError(f"“{unit.name}”已经停用，不用再停用。")
        waiting = "unit = ? AND sequence IS NULL AND voided_on IS NULL"
        if count := session.value(f"SELECT count(*) FROM archive_items WHERE {waiting}", (unit.code,)):
            raise RuleError(
                f"“{unit.name}”还有 {count} 件没有编号，不能停用。请先编号，或把它们改到别的{_word(session)}。"
            )
        return session.change(unit, retired_on=session.today)


def use_unit(session: Session, unit_id: int) -> Unit:
    """Take a unit into use again."""
    with session.action("archive.set_up"):
        return session.change(session.get(Unit, unit_id), retired_on=None)


def check_unit(session: Session, scheme: Scheme, code: str, *, retired: bool = False) -> str:
    """What is wrong with a unit of a 件 in this scheme, in words; one given up fits only what is `retired` with it."""
    if scheme.scheme is SchemeForm.TWO:
        return f"本站的分类方案没有{scheme.unit_word}这一级，请把它留空。" if code else ""
    if not code:
        return f"本站的分类方案有{scheme.unit_word}这一级，请选一个{scheme.unit_word}。"
    if not session.select(Unit, f"code = ? AND {'1' if retired else 'retired_on IS NULL'}", (code,)):
        return f"{scheme.unit_word}代码 {code} 没有登记或已经停用。请在“归档设置”里看一看。"
    return ""


def _word(session: Session) -> str:
    return current(session).unit_word


# The table of retention ------------------------------------------------------------------------------------------


def rules(session: Session, *, retired: bool = False) -> list[Rule]:
    """The lines of the 归档范围和保管期限表 in use; with `retired` those given up too."""
    return session.select(Rule, "1" if retired else "retired_on IS NULL")


def rule_by_code(session: Session) -> dict[str, Rule]:
    """What the program proposes by: the lines in use by their codes."""
    return {rule.code: rule for rule in rules(session) if rule.code}


def add_rule(session: Session, rule: Rule) -> Rule:
    """A line of the station's own."""
    with session.action("archive.set_up"):
        new = _tidy_rule(replace(rule, id=0, code="", retired_on=None))
        _check_rule(session, new)
        return session.add(new)


def change_rule(session: Session, rule_id: int, **values: Any) -> Rule:
    """Change a line for what will be filed; what is filed stays where it is (`filed_by_rule` says how much)."""
    with session.action("archive.set_up"):
        old = session.get(Rule, rule_id)
        new = _tidy_rule(replace(old, **(values | {"code": old.code})))
        _check_rule(session, new)
        names = ("category", "material", "retention", "is_filed", "unit", "basis")
        return session.change(old, **{name: getattr(new, name) for name in names})


def retire_rule(session: Session, rule_id: int) -> Rule:
    """Give up a line of the station's own; those the program proposes by stay, and can be changed."""
    with session.action("archive.set_up"):
        rule = session.get(Rule, rule_id)
        if rule.code:
            raise RuleError("这一条是程序提出归档时用的，不能停用。不归档的，请去掉“归档”的勾；期限不同的，请改期限。")
        return session.change(rule, retired_on=session.today)


def filed_by_rule(session: Session, rule_id: int) -> tuple[int, int]:
    """How many 件 that stand were filed by a line of the table: numbered, and not numbered yet."""
    with whole_sight():
        counted = "SELECT count(sequence), count(*) - count(sequence) FROM archive_items"
        [(numbered, waiting)] = session.rows(f"{counted} WHERE rule_id = ? AND voided_on IS NULL", (rule_id,))
    return int(numbered), int(waiting)


def words_of_change(session: Session, rule_id: int) -> str:
    """What a change of a line does not touch, in words; empty when nothing was filed by it."""
    numbered, waiting = filed_by_rule(session, rule_id)
    said = []
    if numbered:
        said.append(f"已经编号的 {numbered} 件不会移动，要改期限的请逐件“改列”")
    if waiting:
        said.append(f"已经归档还没有编号的 {waiting} 件也照旧，可以逐件修改")
    return "；".join(said) + "。" if said else ""


def _tidy_rule(rule: Rule) -> Rule:
    return replace(rule, material=rule.material.strip(), basis=rule.basis.strip(), unit=rule.unit.strip().upper())


def _check_rule(session: Session, rule: Rule) -> None:
    problems = check(rule)
    if not rule.basis:
        problems["basis"] = "请写明依据，例如“国家档案局令第8号”或“县档案馆批准的保管期限表”。"
    if rule.unit and (wrong := check_unit(session, current(session), rule.unit)):
        problems["unit"] = wrong
    if problems:
        raise InvalidRecord(problems)
