"""归档设置: scheme and fonds, where the stamp falls, units, the table of retention with its basis (DA/T 22 §5.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lianluozhan.models.archive import schemes
from lianluozhan.models.archive.record import Rule, Scheme, SchemeForm, Unit
from lianluozhan.models.staff import Staff

from ...history_drawer import TITLE as HISTORY
from ...history_drawer import open_history
from ...record_table import Column
from ...slices import Row
from ..sections.section import Act, Shown, TableSection
from ..system.section_table import HeldRows
from . import setting_drawers

SCHEME, STAMP = 1, 2  # lines that are no records of their own
UNITS, RULES = 1_000, 100_000  # added to the id of a record, so that each line has one of its own
NOT_FILED = "不归档"
SCHEME_WORDS = "分类方案定下来就一直用：编了第一个件号以后不能再改，县档案馆给了全宗号再补。"


class SettingSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "settings", "归档设置", "settings", "项"
    ADD, PERMISSION, FIND = "添加一条保管期限", "archive.set_up", "查找文件材料、依据"
    EMPTY = ("没有这一项", "分类方案、归档章的位置和保管期限表都在这里。")
    VIEWS = (("", "全部"), ("scheme", "方案和归档章"), ("units", "机构（问题）"), ("rules", "保管期限表"))
    COLUMNS = (
        Column("项目", "name"),
        Column("怎么定的", "value", width=158),
        Column("状态", "retired_on", lambda _: "停用", width=60),
    )
    LEFT_OUT = COLUMNS[2]

    # The list --------------------------------------------------------------------------------------------------------

    def listing(self) -> HeldRows:
        return HeldRows([row for row in self._rows() if self._fits(row)])

    def _rows(self) -> list[Row]:
        scheme = schemes.current(self.session)
        rows: list[Row] = [
            _row(SCHEME, "分类方案和全宗", scheme.scheme.label if scheme.id else "还没有确定", "方案", "scheme"),
            _row(STAMP, "归档章和页码的打印位置", move_words(scheme), "方案", "scheme"),
        ]
        for unit in schemes.units(self.session, retired=self.retired):
            rows.append(_row(UNITS + unit.id, unit.name, unit.code, scheme.unit_word, "units", unit.retired_on))
        for rule in schemes.rules(self.session, retired=self.retired):
            value = rule.retention.label if rule.is_filed else NOT_FILED
            made = _row(RULES + rule.id, rule.material, value, rule.category.label, "rules", rule.retired_on)
            rows.append(made | {"basis": rule.basis})
        return rows

    def _fits(self, row: Row) -> bool:
        words = f"{row['name']} {row['value']} {row['kind']} {row.get('basis', '')}"
        return self.which in ("", row["group"]) and all(word in words for word in self.words.split())

    def refresh(self, words: str, retired: bool) -> int:
        """A few lines, read anew each time."""
        self._seen = ("\0", retired, self.which)
        return super().refresh(words, retired)

    def in_use(self) -> int:
        return len(schemes.rules(self.session))

    def name_of(self, record: Any) -> str:
        return str(record.material if isinstance(record, Rule) else record.name)

    def record_of(self, line_id: int) -> Rule | Unit | Scheme:
        """What stands behind a line."""
        if line_id >= RULES:
            return self.session.get(Rule, line_id - RULES)
        return self.session.get(Unit, line_id - UNITS) if line_id >= UNITS else schemes.current(self.session)

    # The record ------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        record = self.record_of(record_id)
        if isinstance(record, Rule):
            return self._shown_rule(record)
        if isinstance(record, Unit):
            return self._shown_unit(record)
        return self._shown_stamp(record) if record_id == STAMP else self._shown_scheme(record)

    def with_history(self, shown: Shown, record_id: int) -> Shown:
        record = self.record_of(record_id)
        if not record.id:
            return shown
        act = Act(HISTORY, lambda: open_history(self.page, self.session, record, shown.title), icon="history")
        return replace(shown, history=act)

    def _shown_scheme(self, scheme: Scheme) -> Shown:
        fixed = bool(scheme.id) and schemes.is_fixed(self.session)
        chosen = self.session.find(Staff, scheme.chosen_by)
        on = scheme.chosen_on
        acts = (self._change_act(SCHEME, "修改" if scheme.id else "确定分类方案", first=not scheme.id),)
        return Shown(
            title="分类方案和全宗",
            subtitle=f"{chosen.name}　{on.year}年{on.month}月{on.day}日" if chosen and on else "还没有确定，下面是建议",
            state="已定" if fixed else "可以改" if scheme.id else "没有确定",
            tone="good" if scheme.id else "wait",
            facts=(
                ("全宗号", scheme.fonds or "县档案馆还没有给"),
                ("全宗名称", scheme.fonds_name),
                ("分类方案", scheme.scheme.label),
                *((("机构或问题", scheme.unit_word),) if scheme.scheme is not SchemeForm.TWO else ()),
                ("整理方式", scheme.way.label),
                ("档案门类代码", scheme.category),
                ("归档章颜色", "红色" if scheme.is_red else "黑色"),
            ),
            acts=acts if self.may_edit else (),
            hint="已经编过件号，方案、整理方式和门类代码不能再改：改了，装好的盒和印好的目录就对不上了。"
            if fixed
            else SCHEME_WORDS,
        )

    def _shown_stamp(self, scheme: Scheme) -> Shown:
        acts: list[Act] = []
        if self.session.may("print.form"):
            acts.append(Act("打印测试页", self._print_test, icon="printer", key="Ctrl+P"))
        if self.may_edit and scheme.id:
            acts.append(self._change_act(STAMP, "调整位置"))
        return Shown(
            title="归档章和页码的打印位置",
            subtitle="套印在签过字的纸上",
            state="调过" if scheme.move_x or scheme.move_y else "没有调",
            tone="calm",
            facts=(("左右", side_words(scheme.move_x, "右", "左")), ("上下", side_words(scheme.move_y, "下", "上"))),
            acts=tuple(acts),
            hint="先打印测试页，用尺量印出来的线差多少，再填在这里。换了打印机要重新量。"
            if scheme.id
            else "先确定分类方案，再调整位置。",
        )

    def _shown_unit(self, unit: Unit) -> Shown:
        acts: tuple[Act, ...] = ()
        if self.may_edit and unit.retired_on:
            acts = (self.back_act(lambda: schemes.use_unit(self.session, unit.id)),)
        elif self.may_edit:
            acts = (Act("停用", lambda: self._retire_unit(unit), "danger"), self.edit_act(UNITS + unit.id))
        return Shown(
            title=unit.name,
            subtitle=schemes.current(self.session).unit_word,
            state="停用" if unit.retired_on else "在用",
            tone="calm" if unit.retired_on else "good",
            facts=(("代码", unit.code), ("名称", unit.name)),
            acts=acts,
            hint="代码写在档号里，不能改，也不再给别的。",
        )

    def _shown_rule(self, rule: Rule) -> Shown:
        numbered, waiting = schemes.filed_by_rule(self.session, rule.id)
        unit = next((each.name for each in schemes.units(self.session, retired=True) if each.code == rule.unit), "")
        acts: list[Act] = []
        if self.may_edit and not rule.retired_on:
            if not rule.code:
                acts.append(Act("停用", lambda: self._retire_rule(rule), "danger"))
            acts.append(self.edit_act(RULES + rule.id))
        facts = (
            ("文件材料", rule.material),
            ("类别", rule.category.label),
            ("保管期限", rule.retention.label if rule.is_filed else NOT_FILED),
            ("依据", rule.basis),
            ("机构（问题）", unit),
            ("按它归档的", f"已编号 {numbered} 件，待编号 {waiting} 件"),
        )
        return Shown(
            title=rule.material,
            subtitle=rule.category.label,
            state="停用" if rule.retired_on else facts[2][1],
            tone="calm" if rule.retired_on or not rule.is_filed else "good",
            facts=tuple(fact for fact in facts if fact[1]),
            acts=tuple(acts),
            hint=schemes.words_of_change(self.session, rule.id) or "改了以后，新归档的件按新的期限。",
        )

    # Acts ------------------------------------------------------------------------------------------------------------

    def _change_act(self, line_id: int, words: str, *, first: bool = False) -> Act:
        key = "F9" if first else "Enter"
        return Act(words, lambda: self.edit(line_id), "primary" if first else "", icon="file-pen-line", key=key)

    def _print_test(self) -> None:
        self.page.print_blank(setting_drawers.TEST_SHEET)

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_edit or schemes.current(self.session).scheme is SchemeForm.TWO:
            return ()
        word = schemes.current(self.session).unit_word
        return (Act(f"添加{word}", lambda: setting_drawers.add_unit(self, word), icon="plus"),)

    def _retire_unit(self, unit: Unit) -> None:
        self.ask(
            f"停用“{unit.name}”？",
            "以后归档不再列出；已经归档的件不变，也可以重新启用。",
            "停用",
            "不停用",
            lambda: schemes.retire_unit(self.session, unit.id),
        )

    def _retire_rule(self, rule: Rule) -> None:
        self.ask(
            f"停用“{rule.material}”？",
            "以后归档不再列出；按它归档的件不变。",
            "停用",
            "不停用",
            lambda: schemes.retire_rule(self.session, rule.id),
        )

    def stored(self, record: Any) -> None:
        shift = {Rule: RULES, Unit: UNITS}.get(type(record))
        self.page.open_record(record.id + shift if shift is not None else SCHEME)

    def add(self) -> None:
        setting_drawers.change_rule(self, None)

    def edit(self, record_id: int) -> None:
        if not self.may_edit:
            return
        record = self.record_of(record_id)
        if isinstance(record, Rule):
            setting_drawers.change_rule(self, record)
        elif isinstance(record, Unit):
            setting_drawers.rename_unit(self, record)
        elif record_id == STAMP and record.id:
            setting_drawers.calibrate(self, record)
        else:
            setting_drawers.choose(self, record)

    def open_draft(self, what: str, record_id: int) -> None:
        shift = {"rule": RULES, "unit": UNITS}.get(what)
        if what == "add":
            self.add()
        elif what == "add_unit":
            setting_drawers.add_unit(self, schemes.current(self.session).unit_word)
        elif what in ("scheme", "stamp"):
            line = SCHEME if what == "scheme" else STAMP
            self.page.open_record(line)
            self.edit(line)
        elif shift is not None:
            self.page.open_record(record_id + shift)
            self.edit(record_id + shift)


def _row(line_id: int, name: str, value: str, kind: str, group: str, retired_on: Any = None) -> Row:
    return {"id": line_id, "name": name, "value": value, "kind": kind, "group": group, "retired_on": retired_on}


def side_words(tenths: int | None, onward: str, back: str) -> str:
    """向右移 1.5 毫米, or 不移."""
    if not tenths:
        return "不移"
    whole, rest = divmod(abs(tenths), 10)
    return f"向{onward if tenths > 0 else back}移 {whole}{f'.{rest}' if rest else ''} 毫米"


def move_words(scheme: Scheme) -> str:
    """左 1.5，上 0.5 毫米: short, for the list; or 不移."""
    moved = (side_words(scheme.move_x, "右", "左"), side_words(scheme.move_y, "下", "上"))
    short = [words.removeprefix("向").replace("移", "").removesuffix(" 毫米") for words in moved if words != "不移"]
    return f"{'，'.join(short)} 毫米" if short else "不移"
