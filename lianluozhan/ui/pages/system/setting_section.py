"""All numbers of the station's rules: what is in force, the default, and where the default comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import settings
from lianluozhan.models.deadlines import parse_term
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import who_may
from lianluozhan.models.settings import SETTINGS, Setting

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoiceEditor, LineEditor, NumberEditor, OptionRow, TickEditor
from ...layout_rules import logical_width
from ...record_table import Column
from ...slices import Row
from ...text import Words, plain, plain_button, primary
from .section import SHEET_PADDING, Section
from .section_table import HeldRows, SectionTable
from .term_editor import TermEditor

ALL = "全部参数"
UNCHANGED_LIMITS = "改参数只管以后的事：已经在走的期限不变。"
SOURCE_COLUMN = 4
WIDE = 760  # logical width from which the sources have a column of their own


class SettingSection(Section):
    """A table; one is changed in a drawer, or put back to its default."""

    KEY, TITLE, ICON = "settings", "期限和参数", "clock"
    ABOUT = UNCHANGED_LIMITS
    NEEDS = ("setting.change", "opinion.read")
    TABLES = frozenset({"settings"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        groups = list(dict.fromkeys(setting.group for setting in SETTINGS.values()))
        self.group = ChoiceEditor("group", [(name, name) for name in (ALL, *groups)])
        self.group.setAccessibleName("哪一类参数")
        self.group.set_value(groups[0])
        self.changed_only = TickEditor("changed_only", "只看改过的")
        self.table = SectionTable(
            "期限和参数",
            (
                Column("参数", "label"),
                Column("现在", "value", width=138),
                Column("改过", "mark", width=70),
                Column("默认", "default", width=126),
                Column("默认值的依据", "source"),
            ),
        )
        self._detail = Words("", "soft")
        self.put_strip(self._bar())
        self.put_body(self.table)
        self.put_strip(self._strip())
        self.may_change = self.session.may("setting.change")
        self._build_foot()
        self.group.changed.connect(self.reload)
        self.changed_only.changed.connect(self.reload)
        self.table.chosen.connect(lambda _: self._weigh())
        self.table.opened.connect(lambda _: self.edit())

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 8, SHEET_PADDING, 8)))
        row.setSpacing(theme.scaled(12))
        row.addWidget(self.group)
        row.addWidget(self.changed_only)
        self._count = plain("", "note")
        row.addWidget(self._count)
        row.addStretch(1)
        self.group.setMinimumWidth(theme.scaled(180))
        return bar

    def _strip(self) -> QWidget:
        strip = QWidget()
        column = QVBoxLayout(strip)
        column.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 6, SHEET_PADDING, 8)))
        column.addWidget(self._detail)
        return strip

    def _build_foot(self) -> None:
        self.reset_button = plain_button("恢复默认", icon="rotate-ccw")
        self.reset_button.clicked.connect(self.reset)
        self.edit_button = primary("修改", icon="file-pen-line")
        self.edit_button.clicked.connect(self.edit)
        if self.may_change:
            self._why = Words("", "soft")
            self.put_foot(self._why, self.reset_button, self.edit_button)
        else:
            self.put_foot(Words(f"由{who_may('setting.change')}修改。", "soft"))

    def reload(self) -> None:
        group = self.group.value()
        rows = [_row(self.session, setting) for setting in SETTINGS.values() if group in (ALL, setting.group)]
        changed = [row for row in rows if row["mark"]]
        self._count.setText(f"{len(rows)} 项，改过 {len(changed)} 项")
        shown = changed if self.changed_only.value() else rows
        chosen = self.table.current()
        self.table.set_slices(HeldRows(shown))
        if chosen is None or not self.table.select(chosen["id"]):
            self.table.select(shown[0]["id"] if shown else None)
        self._weigh()

    def _weigh(self) -> None:
        """What may be done with the chosen one, and if nothing, why."""
        row = self.table.current()
        setting = SETTINGS[row["id"]] if row else None
        self._detail.setText(_detail(setting) if setting else "没有改过的参数，全部是默认值。")
        self.edit_button.setEnabled(setting is not None and not _is_fixed(setting))
        self.reset_button.setEnabled(bool(row and row["mark"]))
        if self.may_change:
            self._why.setText("这一项由法律规定，不能改。" if setting and _is_fixed(setting) else "")

    def reset(self) -> None:
        """Back to the default."""
        if row := self.table.current():
            attempt(self, lambda: settings.reset(self.session, row["id"]), saved=self._said(row["label"]))

    def edit(self) -> Drawer | None:
        """The drawer for the chosen setting; None when it cannot be changed."""
        row = self.table.current()
        if row is None or not self.may_change or _is_fixed(SETTINGS[row["id"]]):
            return None
        setting = SETTINGS[row["id"]]
        drawer = Drawer(self, setting.label, setting.group, note=UNCHANGED_LIMITS)
        editor = _editor(setting)
        drawer.fields.put("现在", editor, required=True, hint=f"可以填：{settings.allowed_words(setting)}")
        editor.set_value(_raw(setting, settings.value(self.session, setting.key)))
        drawer.fields.add_words(f"默认：{row['default']}")
        drawer.fields.add_words(f"默认值的依据：{setting.source}")
        return drawer.open(lambda values: self._change(setting, values["value"]), self._said(setting.label))

    def _change(self, setting: Setting, wanted: Any) -> None:
        try:
            settings.change(self.session, setting.key, "" if wanted is None else str(wanted))
        except RuleError as refusal:
            raise InvalidRecord({"value": str(refusal)}) from refusal

    def _said(self, label: str) -> Any:
        return lambda _: self.desk.say(f"“{label}”已改好")

    def take_focus(self) -> bool:
        self.table.setFocus()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(SOURCE_COLUMN, logical_width(self) < WIDE)
        lines = 1 if self._folded else 2  # so that nothing moves while one goes through the rows
        self._detail.setMinimumHeight(lines * self._detail.fontMetrics().lineSpacing())


def _row(session: Any, setting: Setting) -> Row:
    now = settings.value(session, setting.key)
    return {
        "id": setting.key,
        "label": setting.label,
        "value": _words(setting, now),
        "mark": "" if now == setting.default else "已改",
        "default": _words(setting, setting.default),
        "source": setting.source,
    }


def _words(setting: Setting, value: str) -> str:
    return parse_term(value).words if setting.kind == "term" else value


def _detail(setting: Setting) -> str:
    return f"{setting.label}。可以填：{settings.allowed_words(setting)}。默认值的依据：{setting.source}。"


def _is_fixed(setting: Setting) -> bool:
    one = setting.kind in ("term", "number") and setting.lowest == setting.highest
    return one or (setting.kind == "choice" and len(setting.allowed) == 1)


def _editor(setting: Setting) -> Any:
    match setting.kind:
        case "term":
            return TermEditor("value", setting.allowed)
        case "number":
            return NumberEditor("value", minimum=setting.lowest, maximum=setting.highest, optional=False)
        case "choice" | "tick":
            return OptionRow("value", [(word, word) for word in setting.allowed])
    return LineEditor("value", max_length=100)


def _raw(setting: Setting, value: str) -> Any:
    return int(value) if setting.kind == "number" else value
