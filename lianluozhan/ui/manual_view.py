"""One page of the manual, dressed in the type and the colours of the program."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from . import theme
from .manual_pages import ManualPage

LONGEST_LINE = 44  # characters


class ManualView(QTextBrowser):
    """Shows what it is given and opens nothing by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("手册内容")

    def show_page(self, page: ManualPage | None, words: list[str]) -> None:
        look = theme.current()
        self.setStyleSheet(  # a page to read is a sheet, not a field that is closed
            f"QTextBrowser {{ background: {look.sheet}; border: 2px solid {look.sheet}; padding: 0; }}"
            f"QTextBrowser:focus {{ border-color: {look.focus}; }}"
        )
        self.document().setDefaultFont(theme.font())
        self.setMarkdown(page.markdown if page else "")
        _dress_document(self.document())
        self._keep_lines_short()
        self.mark(words)

    def go_to(self, section: str) -> None:
        """A section at the top of the view; the top of the page without one."""
        block = self.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() == 2 and block.text() == section):
            block = block.next()
        area = self.document().documentLayout().blockBoundingRect(block) if block.isValid() else None
        self.verticalScrollBar().setValue(round(area.top()) - theme.scaled(6) if area else 0)

    def mark(self, words: list[str]) -> None:
        """Colour these words wherever they stand."""
        found = []
        for word in words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection: Any = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format.setBackground(theme.colour("marked"))
                found.append(selection)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(found)

    def _keep_lines_short(self) -> None:
        """Prose ends at 44 characters; what is left over stays empty at the right."""
        inside, frame = self.viewport().width(), self.document().rootFrame().frameFormat()
        left, longest = theme.scaled(26), round(self.fontMetrics().horizontalAdvance("国") * LONGEST_LINE)
        frame.setLeftMargin(left)
        frame.setTopMargin(theme.scaled(16))
        frame.setBottomMargin(theme.scaled(24))
        frame.setRightMargin(max(theme.scaled(18), inside - left - longest))
        self.document().rootFrame().setFrameFormat(frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._keep_lines_short()
        super().resizeEvent(event)


def _dress_document(document: QTextDocument) -> None:
    document.setIndentWidth(theme.scaled(26))
    block = document.begin()
    while block.isValid():
        _dress_block(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)


def _dress_block(block: QTextBlock) -> None:
    """Headings in the program's own steps, prose with air between its lines."""
    cursor, shape, level = QTextCursor(block), QTextBlockFormat(), block.blockFormat().headingLevel()
    if level:
        words = QTextCharFormat()
        words.setFont(theme.font("title", serif=True, bold=True) if level == 1 else theme.font("lead", bold=True))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(words)  # in place of the larger size that Markdown brings
        shape.setTopMargin(theme.scaled(0 if level == 1 else 22))
        shape.setBottomMargin(theme.scaled(8))
    elif cursor.currentTable() is None:
        shape.setLineHeight(115.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(theme.scaled(2))
        shape.setBottomMargin(theme.scaled(4 if block.textList() else 8))
        if block.blockFormat().leftMargin() and not block.textList():  # a quotation: what is to be kept in mind
            shape.setLeftMargin(theme.scaled(14))
            shape.setBackground(theme.colour("soon_tint"))
        elif block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage.value):  # to be typed as it is
            shape.setLeftMargin(theme.scaled(14))
            shape.setBackground(theme.colour("tint"))
            shape.setNonBreakableLines(False)
            shape.setTopMargin(0)
            shape.setBottomMargin(0)
    QTextCursor(block).mergeBlockFormat(shape)


def _dress_table(table: QTextTable) -> None:
    """As wide as the prose, a tinted head, a line below each row."""
    shape = table.format()
    shape.setBorder(0)
    shape.setCellSpacing(0)
    shape.setCellPadding(theme.scaled(7))
    shape.setTopMargin(theme.scaled(6))
    shape.setBottomMargin(theme.scaled(10))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    first = 100 // table.columns() if table.columns() > 2 else 34
    rest = (100 - first) / max(1, table.columns() - 1)
    shape.setColumnWidthConstraints(
        [QTextLength(QTextLength.Type.PercentageLength, rest if n else first) for n in range(table.columns())]
    )
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            _dress_cell(table, row, column)


def _dress_cell(table: QTextTable, row: int, column: int) -> None:
    cell = table.cellAt(row, column)
    shape = cell.format().toTableCellFormat()
    shape.setBottomBorder(1)
    shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBottomBorderBrush(theme.colour("line" if row else "edge"))
    if not row:
        shape.setBackground(theme.colour("tint"))
    cell.setFormat(shape)
