"""Laid-out pages painted with the same font files as the PDF, on the screen and on the printer alike."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGlyphRun, QImage, QPainter, QPen, QRawFont

from lianluozhan.printing.fonts import Face
from lianluozhan.printing.lines import Run
from lianluozhan.printing.page import Fill, Page, Rule, Text

COLOURS = {"black": QColor(0, 0, 0), "red": QColor(255, 0, 0)}


class SheetPainter:
    """Keeps the faces it has read; to be used in one thread only, for Qt ties a face to its thread."""

    def __init__(self) -> None:
        self._faces: dict[str, QRawFont] = {}
        self._sized: dict[tuple[str, float], QRawFont] = {}

    def image(self, page: Page, scale: float, ratio: float = 1.0) -> QImage:
        """A page as a picture, `scale` pixels a point; `ratio` device pixels stand for one of them."""
        width, height = round(page.width * scale * ratio), round(page.height * scale * ratio)
        picture = QImage(width, height, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, page, scale * ratio, crisp=True)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def paint(self, painter: QPainter, page: Page, scale: float, *, crisp: bool = False) -> None:
        """Paint a page from the origin, `scale` device units a point; `crisp` puts rules onto whole pixels."""
        for fill in page.fills:
            _paint_fill(painter, fill, scale, crisp)
        for found in page.pictures:
            area = QRectF(*(part * scale for part in (found.x, found.y, found.width, found.height)))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, QImage.fromData(found.jpeg))
        for rule in page.rules:
            _paint_rule(painter, rule, scale, crisp)
        for frame in page.frames:
            x, y, low, right = frame.x, frame.y, frame.y + frame.height, frame.x + frame.width
            half = frame.weight / 2  # the corners are closed by lines that reach across them
            for at in (y, low):
                _paint_rule(painter, Rule(x - half, at, right + half, at, frame.weight, frame.colour), scale, crisp)
            for at in (x, right):
                _paint_rule(painter, Rule(at, y - half, at, low + half, frame.weight, frame.colour), scale, crisp)
        for text in page.texts:
            painter.setPen(COLOURS[text.colour])
            self._paint_text(painter, text, scale)

    def _paint_text(self, painter: QPainter, text: Text, scale: float) -> None:
        x = text.x
        for run in text.runs:
            offsets, width = advances(run, text.size)
            font = self._font(run.face, text.size * scale)
            baseline = (text.baseline - run.rise * text.size / 1000) * scale
            glyphs = QGlyphRun()
            glyphs.setRawFont(font)
            glyphs.setGlyphIndexes(font.glyphIndexesForString(run.text))
            glyphs.setPositions([QPointF((x + offset) * scale, baseline) for offset in offsets])
            painter.drawGlyphRun(QPointF(0, 0), glyphs)
            x += width

    def _font(self, face: Face, size: float) -> QRawFont:
        """A face at a size in device units; the sizes of an earlier zoom are forgotten."""
        key = (face.name, round(size, 3))
        if key not in self._sized:
            if face.name not in self._faces:
                self._faces[face.name] = _read(face)
            if len(self._sized) > 60:
                self._sized.clear()
            made = QRawFont(self._faces[face.name])
            made.setPixelSize(size)
            self._sized[key] = made
        return self._sized[key]


def _read(face: Face) -> QRawFont:
    """The face from its file, by way of the known fonts if they have the same file: a printer gets a font then."""
    no_hints = QFont.HintingPreference.PreferNoHinting
    file = QRawFont(str(face.path), 100.0, no_hints)
    for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(face.path))):
        font = QFont(family)
        font.setHintingPreference(no_hints)
        known = QRawFont.fromFont(font)
        if known.fontTable("head") == file.fontTable("head"):  # it holds a sum over the whole file
            return known
    return file


def advances(run: Run, size: float) -> tuple[list[float], float]:
    """Where each glyph of a run stands from its start, and how wide the run is, in points."""
    em, at = size / 1000, 0.0
    kerns, offsets = dict(run.kerns), []
    for number, char in enumerate(run.text):
        offsets.append(at)
        at += run.face.width(char) * em + run.spacing - kerns.get(number, 0.0) * em
    return offsets, at


def _paint_fill(painter: QPainter, fill: Fill, scale: float, crisp: bool) -> None:
    """A filled rectangle; `crisp` moves its edges to whole pixels, the same pixel for edges that touch."""
    x1, y1, x2, y2 = (at * scale for at in (fill.x, fill.y, fill.x + fill.width, fill.y + fill.height))
    if crisp:
        x1, y1, x2, y2 = (float(round(at)) for at in (x1, y1, x2, y2))
    painter.fillRect(QRectF(x1, y1, x2 - x1, y2 - y1), QColor.fromRgbF(*[1 - fill.tone] * 3))


def _paint_rule(painter: QPainter, rule: Rule, scale: float, crisp: bool) -> None:
    colour, weight = COLOURS[rule.colour], rule.weight * scale
    if crisp and not rule.dash and (rule.x1 == rule.x2 or rule.y1 == rule.y2):
        painter.fillRect(_on_pixels(rule, scale, max(1, round(weight))), colour)
        return
    pen = QPen(colour, max(weight, 1.0) if crisp else weight, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if rule.dash:
        pen.setDashPattern([part / rule.weight for part in rule.dash])
    painter.setPen(pen)
    painter.drawLine(QLineF(rule.x1 * scale, rule.y1 * scale, rule.x2 * scale, rule.y2 * scale))


def _on_pixels(rule: Rule, scale: float, thick: int) -> QRectF:
    """A level or upright rule as a rectangle of whole pixels."""
    left, right = sorted((rule.x1 * scale, rule.x2 * scale))
    top, low = sorted((rule.y1 * scale, rule.y2 * scale))
    if rule.y1 == rule.y2:
        return QRectF(round(left), round(top - thick / 2), max(1, round(right) - round(left)), thick)
    return QRectF(round(left - thick / 2), round(top), thick, max(1, round(low) - round(top)))
