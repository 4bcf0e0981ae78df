"""The look in numbers: colours, type and spacing, filled into `style.qss`. No other module names a colour or a size."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from lianluozhan import paths

SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei UI", "Noto Serif SC", "HanaMinB")
SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "SimSun", "HanaMinB")
FIRST_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Bold.ttf")
RARE_FONTS = ("NotoSerifSC-Regular.ttf", "HanaMinB.ttf")
TEXT_PERCENTS = (100, 125, 150, 200)
POINTS = {"small": 11, "body": 12, "lead": 14, "title": 18, "display": 24, "hero": 30}
SPACES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 21, 24, 29, 32, 40, 150)
CONTROL_ICONS = {  # file name in the style sheet: icon of the set, colour of the theme
    "down": ("chevron-down", "ink_soft"),
    "down_off": ("chevron-down", "ink_off"),
    "up": ("chevron-up", "ink_soft"),
    "up_off": ("chevron-up", "ink_off"),
    "right": ("chevron-right", "ink_soft"),
    "left": ("chevron-left", "ink_soft"),
    "check": ("check", "on_accent"),
    "check_off": ("check", "ink_off"),
    "partly": ("minus", "on_accent"),
    "menu_check": ("check", "ink"),
    "close": ("x", "ink_soft"),
}


@dataclass(frozen=True)
class Theme:
    """Every colour by what it is for. Contrast ratios are listed in `ui.md` and checked by a test."""

    desk: str  # the table on which the sheets lie
    sheet: str
    tint: str  # label cells, table heads, read-only fields
    hover: str
    selected: str
    line: str  # between rows; decoration only
    edge: str  # around anything that takes input: 3:1 and more
    ink: str
    ink_soft: str
    ink_faint: str
    ink_off: str
    accent: str  # the next step, the place where I am
    accent_hover: str
    accent_down: str
    accent_tint: str
    on_accent: str
    focus: str
    marked: str  # selected text
    link: str
    overdue: str
    soon: str
    soon_tint: str
    wait: str  # somebody of the station has to act
    wait_tint: str
    work: str  # a handling body has it
    work_tint: str
    good: str
    good_tint: str
    stop: str  # sent back, refused, not satisfied
    stop_tint: str
    calm: str  # draft, filed, withdrawn
    calm_tint: str
    chip_edge: str  # "transparent", or a line where tints are not to be relied on


LIGHT = Theme(
    desk="#ECE9E4",
    sheet="#FFFFFF",
    tint="#F6F4F0",
    hover="#F4F0EA",
    selected="#F5ECE0",
    line="#DCD7CF",
    edge="#8A8378",
    ink="#211E1A",
    ink_soft="#4D4841",
    ink_faint="#67615A",
    ink_off="#99938A",
    accent="#8F1D21",
    accent_hover="#7A1519",
    accent_down="#621014",
    accent_tint="#F8ECEA",
    on_accent="#FFFFFF",
    focus="#0B5CAD",
    marked="#CFE1F5",
    link="#1D4F7C",
    overdue="#B3261E",
    soon="#744700",
    soon_tint="#FBEDCB",
    wait="#1D4F7C",
    wait_tint="#E3EDF5",
    work="#564280",
    work_tint="#EDE9F4",
    good="#1F5E37",
    good_tint="#E2F0E6",
    stop="#8A3214",
    stop_tint="#F8E9E1",
    calm="#57524B",
    calm_tint="#EEEBE6",
    chip_edge="transparent",
)

HIGH_CONTRAST = Theme(
    desk="#FFFFFF",
    sheet="#FFFFFF",
    tint="#FFFFFF",
    hover="#E8E8E8",
    selected="#FFF1B8",
    line="#595959",
    edge="#000000",
    ink="#000000",
    ink_soft="#000000",
    ink_faint="#262626",
    ink_off="#595959",
    accent="#7A0F14",
    accent_hover="#5E0A0E",
    accent_down="#450609",
    accent_tint="#FFFFFF",
    on_accent="#FFFFFF",
    focus="#0038A8",
    marked="#FFE169",
    link="#00308F",
    overdue="#A30000",
    soon="#5C3300",
    soon_tint="#FFFFFF",
    wait="#00308F",
    wait_tint="#FFFFFF",
    work="#3F1F7A",
    work_tint="#FFFFFF",
    good="#004D1A",
    good_tint="#FFFFFF",
    stop="#7A1F00",
    stop_tint="#FFFFFF",
    calm="#1A1A1A",
    calm_tint="#FFFFFF",
    chip_edge="#000000",
)


_now: tuple[Theme, int] = (LIGHT, 100)


def current() -> Theme:
    """The theme in use."""
    return _now[0]


def percent() -> int:
    """The text size in use, in per cent."""
    return _now[1]


def colour(name: str) -> QColor:
    """A colour of the theme in use, for code that paints."""
    return QColor(getattr(_now[0], name))


def scaled(pixels: float) -> int:
    """A length of the design, in pixels at the text size in use."""
    return round(pixels * _now[1] / 100)


def load_fonts() -> None:
    """Make the bundled faces of the window known; the large ones for rare characters follow after the first paint."""
    _load(FIRST_FONTS)


def load_rare_fonts() -> None:
    """Faces for characters the first ones lack."""
    _load(RARE_FONTS)


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        file = paths.resources() / "fonts" / name
        if file.exists():
            QFontDatabase.addApplicationFont(str(file))


def apply(app: QApplication, theme: Theme, percent: int, icons: Path, cache: Path) -> None:
    """Dress the whole program; called at start and whenever text size or theme is changed."""
    global _now
    dressed = bool(app.styleSheet())
    if dressed and _now == (theme, percent):
        return
    _now = (theme, percent)
    if not dressed:
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(font())
    cache = cache / theme.accent.lstrip("#").lower()  # Qt remembers pictures by their path
    write_control_icons(theme, icons, cache)
    app.setStyleSheet(style_sheet(theme, percent, cache))


def font(step: str = "body", *, serif: bool = False, bold: bool = False) -> QFont:
    """A step of the type scale for code that paints its own text."""
    result = QFont()
    result.setFamilies(list(SERIF if serif else SANS))
    result.setPointSizeF(POINTS[step] * _now[1] / 100)
    result.setBold(bold)
    return result


def style_sheet(theme: Theme, percent: int, cache: Path) -> str:
    """`style.qss` with its names filled in; a name that is missing raises KeyError."""
    names: dict[str, object] = dict(asdict(theme))
    names.update({f"pt_{step}": f"{points * percent / 100:g}pt" for step, points in POINTS.items()})
    names.update({f"px{space}": f"{max(1, round(space * percent / 100))}px" for space in SPACES})
    names["serif"] = ", ".join(f'"{family}"' for family in SERIF)
    names["icons"] = cache.as_posix()
    return Template(Path(__file__).with_name("style.qss").read_text("utf-8")).substitute(names)


def palette(theme: Theme) -> QPalette:
    """What Fusion itself paints: views, calendars, message boxes, disabled text."""
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    result = QPalette()
    for colour_role, colour in {
        role.Window: theme.desk,
        role.WindowText: theme.ink,
        role.Base: theme.sheet,
        role.AlternateBase: theme.tint,
        role.Text: theme.ink,
        role.PlaceholderText: theme.ink_faint,
        role.Button: theme.sheet,
        role.ButtonText: theme.ink,
        role.BrightText: theme.on_accent,
        role.ToolTipBase: theme.ink,
        role.ToolTipText: theme.sheet,
        role.Highlight: theme.marked,
        role.HighlightedText: theme.ink,
        role.Accent: theme.accent,
        role.Link: theme.link,
        role.LinkVisited: theme.link,
        role.Light: theme.sheet,
        role.Midlight: theme.tint,
        role.Mid: theme.line,
        role.Dark: theme.edge,
        role.Shadow: theme.edge,
    }.items():
        result.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, colour_role, QColor(theme.ink_off))
    result.setColor(group.Disabled, role.Base, QColor(theme.tint))
    return result


def tinted_svg(source: Path, colour: str) -> bytes:
    """An icon of the set in one of our colours; the set draws in `currentColor`, 2 px on a 24 px grid."""
    return source.read_text("utf-8").replace("currentColor", colour).encode()


def write_control_icons(theme: Theme, icons: Path, cache: Path) -> None:
    """The few arrows and ticks that a style sheet can only take from files."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, (icon, colour) in CONTROL_ICONS.items():
        path, drawing = cache / f"{name}.svg", tinted_svg(icons / f"{icon}.svg", getattr(theme, colour))
        if not path.exists() or path.read_bytes() != drawing:
            path.write_bytes(drawing)


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
