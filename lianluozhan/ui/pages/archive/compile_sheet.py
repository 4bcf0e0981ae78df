"""组卷: the loose 件 of a class, ticked in the order in which they will lie in the volume (GB/T 9705)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models.archive import volumes
from lianluozhan.models.archive.record import Item, Retention, Volume
from lianluozhan.models.archive.volumes import FreeClass
from lianluozhan.models.errors import RuleError
from lianluozhan.models.session import Session

from ... import theme
from ...attempt import attempt
from ...editors import ChoiceEditor, LineEditor
from ...question import ask
from ...record_table import Column, RecordTable
from ...shortcuts import shortcut
from ...slices import Row
from ...text import Words, button, plain, primary
from ..system.section_table import HeldRows

COLUMNS = (
    Column("卷内", "at", width=64),
    Column("题名", "title"),
    Column("责任者", "responsible", width=180),
    Column("日期", "day", width=100),
    Column("页", "pages", align="right", width=52),
)
HOW = "空格勾上要放进这一卷的件，先勾的在前。一卷只收同一年度、同一期限的件。"
NOTHING = "没有可以组卷的件：都已经组卷或编号，或者还没有归档。"


class CompileSheet(QWidget):
    """`kept` says the id of the volume; with `volume` 件 are added to one that is there."""

    left = Signal()
    kept = Signal(int)

    def __init__(self, session: Session, volume: Volume | None = None) -> None:
        super().__init__()
        self._session, self.volume = session, volume
        classes = volumes.free_classes(session)
        if volume is not None:
            mine = (volume.year, volume.retention, volume.unit)
            classes = [each for each in classes if each[:3] == mine]
        if not classes:
            raise RuleError(NOTHING)
        self.which = ChoiceEditor("class", [(each, _class_words(each)) for each in classes])
        self.which.setAccessibleName("哪一类")
        self.title = LineEditor("title", max_length=200, hint="例如“青石镇人大2025年社情民意办理材料”")
        self.title.setAccessibleName("案卷题名")
        self.heading = LineEditor("heading", max_length=60, hint="可以不写")
        self.heading.setAccessibleName("类目名称")
        self.counted = Words("", "soft")
        self.chosen: dict[int, None] = {}
        self.items: list[Item] = []
        self.table = RecordTable(COLUMNS, HeldRows())
        self.table.setAccessibleName("可以组卷的件")
        self._build()
        self.setFocusProxy(self.table)
        self.which.changed.connect(self._other_class)
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(lambda _: self.turn())
        shortcut(self, "save", self.keep)
        shortcut(self.table, "Space", self.turn, words="勾上或者去掉勾")
        shortcut(self.table, "Ctrl+A", self.take_all, words="全部勾上")
        self._other_class()

    def _build(self) -> None:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QWidget()
        inside = QVBoxLayout(head)
        inside.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 10)))
        inside.setSpacing(theme.scaled(6))
        top = QHBoxLayout()
        top.addWidget(Words(f"往“{self.volume.title}”里加件" if self.volume else "组卷", "title"), 3)
        top.addWidget(self.which, 2)
        inside.addLayout(top)
        inside.addWidget(Words(HOW, "soft"))
        if self.volume is None:
            line = QHBoxLayout()
            line.setSpacing(theme.scaled(10))
            for label, editor, share in (("案卷题名", self.title, 4), ("类目", self.heading, 2)):
                line.addWidget(plain(label, "strong"))
                line.addWidget(editor, share)
            inside.addLayout(line)
        column.addWidget(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(6))
        row.addWidget(self.counted, 1)
        self.all_button = button("全部勾上", key="Ctrl+A")
        self.leave_button = button("不组了", key="Esc")
        self.keep_button = primary("加进这一卷" if self.volume else "组成一卷", "Ctrl+S")
        for made, act in (
            (self.all_button, self.take_all),
            (self.leave_button, self.left),
            (self.keep_button, self.keep),
        ):
            made.clicked.connect(act)
            row.addWidget(made)
        return foot

    # Ticks -------------------------------------------------------------------------------------------------------

    def _other_class(self) -> None:
        year, retention, unit, _ = self.which.value()
        self.items = volumes.free_items(self._session, year, retention, unit)
        self.chosen.clear()
        self._show()
        if self.items:
            self.table.selectRow(0)

    def _rows(self) -> list[Row]:
        places = {id_: f"✓ {at}" for at, id_ in enumerate(self.chosen, 1)}
        return [
            {
                "id": item.id,
                "at": places.get(item.id, ""),
                "title": item.title,
                "responsible": item.responsible,
                "day": f"{item.dated_on:%Y%m%d}" if item.dated_on else "",
                "pages": item.pages or 0,
            }
            for item in self.items
        ]

    def _show(self) -> None:
        self.table.records.loaded.slices = HeldRows(self._rows())
        self.table.reload()
        pages = sum(item.pages or 0 for item in self.items if item.id in self.chosen)
        self.counted.setText(f"共 {len(self.items)} 件，勾了 {len(self.chosen)} 件、{pages} 页")

    def turn(self) -> None:
        """Tick the current line, or take its tick away; the next one is current then."""
        row = self.table.current()
        if row is None:
            return
        if row["id"] in self.chosen:
            del self.chosen[row["id"]]
        else:
            self.chosen[row["id"]] = None
        self._show()
        at = self.table.currentIndex().row()
        self.table.selectRow(min(at + 1, self.table.records.rowCount() - 1))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.turn()

    def take_all(self) -> None:
        """All of the class, in its order behind those ticked already."""
        self.chosen |= dict.fromkeys(item.id for item in self.items)
        self._show()

    # Done --------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Make the volume, or put the 件 into it."""
        attempt(self, self._made, saved=lambda volume: self.kept.emit(volume.id))

    def _made(self) -> Volume:
        chosen = list(self.chosen)
        if self.volume is not None:
            if not chosen:
                raise RuleError("还没有勾。按空格勾上要加进来的件。")
            return volumes.add_items(self._session, self.volume.id, chosen)
        return volumes.compile_volume(self._session, chosen, title=self.title.value(), heading=self.heading.value())

    def step_back(self) -> bool:
        """Esc: asked first where something was ticked."""
        if not self.chosen:
            return False
        title = f"勾了 {len(self.chosen)} 件，还没有组卷，不组了？"
        return not ask(self, title, "件都还在，下次要重新勾。", "不组了", "接着组卷")


def _class_words(found: FreeClass) -> str:
    year, retention, unit, count = found
    kept: Retention = retention
    return " ".join(part for part in (f"{year}年", kept.label, unit, f"（{count} 件）") if part)
