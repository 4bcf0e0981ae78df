"""What the kinds of a room of sections have in common: a list, the chosen record in words, drawers to write it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from lianluozhan.models import shown_numbers, veil
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.permissions import who_may
from lianluozhan.models.session import Session

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoiceEditor, DayEditor
from ...editors.choice_editors import Choices
from ...history_drawer import TITLE as HISTORY
from ...history_drawer import open_history
from ...question import ask
from ...record_table import Column, RecordTable
from ...slices import Slices

if TYPE_CHECKING:
    from ...record_list import RecordList
    from ..people.category_tree import CategoryTree
    from .record_sheet import RecordSheet
    from .section_page import SectionPage

RETIRED = Column("状态", "retired_on", lambda _: "停用", width=72)


@dataclass(frozen=True)
class Act:
    """Something that can be done with what is shown."""

    label: str
    do: Callable[[], object]
    role: str = ""
    icon: str = ""
    key: str = ""


@dataclass(frozen=True)
class Entry:
    """A line below the facts, such as a post or a mandate."""

    title: str
    detail: str
    state: str
    tone: str
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A record in words: facts are label, text and whether the text takes the whole line."""

    title: str
    subtitle: str
    state: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    acts: tuple[Act, ...] = ()
    entries_title: str = ""
    entries: tuple[Entry, ...] = ()
    entry_acts: tuple[Act, ...] = ()
    hint: str = field(default="")
    history: Act | None = None


class Section(ABC):
    """One kind of record; the subclass says what is listed, how one is shown, and what its drawers ask."""

    KEY = LABEL = ICON = ADD = PERMISSION = FIND = ""  # nothing is added where ADD is empty
    COUNTED = "个"
    RECORD: type | None = None  # the kind of record whose history can be read here
    EMPTY = ("", "")
    LEFT_OUT_WORDS = "显示停用的"  # what the list leaves out until this is ticked
    VIEWS: tuple[tuple[str, str], ...] = ()  # keys and words of the views that the list offers, the first is all

    def __init__(self, page: SectionPage) -> None:
        self.page, self.session = page, page.session
        self.words, self.retired = "", False
        self.which = self.VIEWS[0][0] if self.VIEWS else ""
        self.view = self.make_view()
        self.view.setAccessibleName(self.LABEL)

    @abstractmethod
    def make_view(self) -> RecordTable | RecordList | CategoryTree:
        """What the records are listed in."""

    @abstractmethod
    def refresh(self, words: str, retired: bool) -> int:
        """Read again; returns how many are listed."""

    @abstractmethod
    def select(self, record_id: int) -> bool:
        """Make a record current, reading on until it is found."""

    @abstractmethod
    def in_use(self) -> int:
        """How many there are in use, whatever is looked for."""

    @abstractmethod
    def shown(self, record_id: int) -> Shown: ...

    @abstractmethod
    def add(self) -> None: ...

    @abstractmethod
    def edit(self, record_id: int) -> None: ...

    def make_record(self) -> RecordSheet | None:
        """A view of its own for the chosen record, which needs the room: the list beside it is narrow then."""
        return None

    def found_words(self, listed: int) -> str:
        """What is said below the list."""
        return f"共 {listed} {self.COUNTED}"

    @classmethod
    def is_for(cls, session: Session) -> bool:
        """Whether this person sees this kind at all."""
        return True

    def with_history(self, shown: Shown, record_id: int) -> Shown:
        """The same with the way to what was written into it before."""
        kind: Any = self.RECORD
        if kind is None or veil.sentence(self.session, kind.TABLE, record_id):
            return shown

        def open_it() -> Drawer:
            record = self.session.get(kind, record_id)
            return open_history(self.page, self.session, record, self.name_of(record))

        return replace(shown, history=Act(HISTORY, open_it, icon="history"))

    def phone_act(self, table: str, record_id: int, phone: str) -> tuple[Act, ...]:
        """The way to the whole of a resident's number while it is hidden; who asks is entered into the log."""
        if not shown_numbers.is_phone_hidden(self.session, table, record_id, phone):
            return ()
        ask = lambda: attempt(self.page, lambda: shown_numbers.ask_for_phone(self.session, table, record_id))  # noqa: E731
        return (Act("显示电话", ask, icon="eye"),)

    def list_acts(self) -> tuple[Act, ...]:
        """What can be done with the list as it stands, such as printing it or an empty form."""
        return ()

    @property
    def may_edit(self) -> bool:
        return self.session.may(self.PERMISSION)

    @property
    def refusal(self) -> str:
        """Why this person only reads here, in words."""
        return "" if self.may_edit else f"这里只能查看。添加和修改由{who_may(self.PERMISSION)}办理。"

    def select_something(self) -> None:
        """The current record, or the first; the focus alone makes a row current without choosing it."""
        view = self.view
        if view.model().rowCount() and not view.selectionModel().hasSelection():
            current = view.currentIndex()
            view.setCurrentIndex(current if current.isValid() else view.model().index(0, 0))

    # What the subclasses share ------------------------------------------------------------------------------------

    def drawer(self, title: str, subtitle: str = "", *, act: str = "保存") -> Drawer:
        return Drawer(self.page, title, subtitle, act=act)

    def keep_draft(self, drawer: Drawer, record: Any = None, *, what: str = "") -> None:
        """Keep what is typed into a filled drawer for a new record or for a change of `record`.

        A drawer that neither adds nor edits has a word of its own (`what`), which `open_draft` must know.
        """
        what, owner_id = what or ("edit" if record else "add"), record.id if record else 0
        kind = f"{self.page.ROOM}.{self.KEY}.{what}"
        title = f"“{drawer.title}”" + (f"（{self.name_of(record)}）" if record else "")

        def find(id_: int) -> Any:
            return self.session.find(type(record), id_) if record else None

        drawer.keep_draft(self.session, kind, owner_id, title, record=find)

    def open_draft(self, what: str, record_id: int) -> None:
        """Open the drawer again that a draft was typed into."""
        if what == "add":
            self.add()
        else:
            self.page.open_record(record_id)
            self.edit(record_id)

    def name_of(self, record: Any) -> str:
        """What a record is called where its draft is offered."""
        return str(record.name)

    def stored(self, record: Any) -> None:
        """Show what was just written."""
        self.page.open_record(record.id)

    def day(self, name: str, value: date | None = None) -> DayEditor:
        editor = DayEditor(name, today=lambda: self.session.today)
        editor.set_value(value)
        return editor

    def ask(self, title: str, consequence: str, act: str, refuse: str, deed: Callable[[], object]) -> None:
        """Do it after one question."""
        if ask(self.page, title, consequence, act, refuse):
            attempt(self.page, deed)

    def back_act(self, deed: Callable[[], Any]) -> Act:
        return Act("重新启用", lambda: attempt(self.page, deed, saved=self.stored), icon="rotate-ccw")

    def edit_act(self, record_id: int) -> Act:
        return Act("修改", lambda: self.edit(record_id), icon="file-pen-line", key="Enter")


class TableSection(Section):
    """A section whose records stand in a table."""

    COLUMNS: tuple[Column, ...] = ()
    LEFT_OUT: Column | None = RETIRED  # the column that is shown together with what the list leaves out
    view: RecordTable

    def make_view(self) -> RecordTable:
        table = RecordTable(self.COLUMNS, self.listing())
        self._seen = (self.words, self.retired, self.which)
        self._show_left_out(table, on=False)
        return table

    def _show_left_out(self, table: RecordTable, *, on: bool) -> None:
        if self.LEFT_OUT is not None:
            table.setColumnHidden(self.COLUMNS.index(self.LEFT_OUT), not on)

    @abstractmethod
    def listing(self) -> Slices:
        """What is listed for the words and the tick that are set."""

    def refresh(self, words: str, retired: bool) -> int:
        self.words, self.retired = words, retired
        if self._seen == (words, retired, self.which):
            self.view.reload()
        else:
            kept = self.view.current()
            self._seen = (words, retired, self.which)
            self.view.set_slices(self.listing())
            self._show_left_out(self.view, on=retired)
            if kept is not None:
                self.view.select(kept["id"])
        return self.view.records.loaded.total

    def select(self, record_id: int) -> bool:
        while not self.view.select(record_id):
            if not self.view.records.canFetchMore():
                return False
            self.view.records.fetchMore()
        return True


def needed_day(values: dict[str, Any], name: str, label: str) -> date:
    """A day that must be filled; InvalidRecord at its field if it is not."""
    if values[name] is None:
        raise InvalidRecord({name: f"请填写“{label}”。"})
    found: date = values[name]
    return found


def needed(values: dict[str, Any], name: str, label: str) -> Any:
    """Something that must be chosen."""
    if values[name] is None:
        raise InvalidRecord({name: f"请选择“{label}”。"})
    return values[name]


def one_of(name: str, choices: Choices, value: Any = None, *, empty: str | None = None) -> ChoiceEditor:
    """A folded choice; with `empty` it may be left open."""
    editor = ChoiceEditor(name, choices, optional=empty is not None, empty=empty or "")
    editor.set_value(value)
    return editor


def month_words(day: date | None) -> str:
    return f"{day.year}年{day.month}月" if day else ""


def span_words(first: date | None, last: date | None) -> str:
    """2025年1月1日起, or from a day to a day."""
    start = f"{first.year}年{first.month}月{first.day}日" if first else ""
    end = f"{last.year}年{last.month}月{last.day}日" if last else ""
    if start and end:
        return f"{start}至{end}"
    return f"{start}起" if start else f"至{end}" if end else "起止时间没有填"
