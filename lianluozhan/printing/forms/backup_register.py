"""F123 数据备份登记表, A4 landscape: a backup on a line, the oldest first, with the head's look every month (4.7)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.register_files import BackupFile
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import notes, signature

TITLE = "数据备份登记表"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 10),
    ("日期", 23),
    ("备份人", 20),
    ("介质编号\n（U 盘）", 38),
    ("数据库大小", 22),
    ("附件数", 15),
    ("校验码", 44),
    ("核验", 19),
    ("存放地点", 32),
    ("备注", 34),
)
LINE, BLANK_LINES = 11.2, 10
GROUP = 8  # characters of the checking code that stand together


def backup_register(files: Sequence[BackupFile] | None, station: Station | None = None) -> Document:
    """The backups in the order given, or an empty register."""
    found = tuple(files or ())
    station = found[0].station if found else station
    unit = f"单位：{station.name if station else ''}"
    head = Row([Cell(name, 1, "head") for name, _ in COLUMNS], 10)
    lines = [_line(number, file) for number, file in enumerate(found, 1)]
    blank = [] if lines else [_blank_line() for _ in range(BLANK_LINES)]
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=1),
            Para(unit, "meta", right=f"共备份 {len(found)} 次" if found else "", after=1),
            Grid([head, *lines, *blank], tuple(width for _, width in COLUMNS), head=1),
            *notes("说明：每次备份登记一行。校验码是备份文件里数据的指纹，核验是备份后从介质上读回、逐个核对的结果。"),
            Para("", "meta", before=1.2, right=signature("站长月审")),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=unit,
    )


def _line(number: int, file: BackupFile) -> Row:
    entry = file.entry
    cells = (
        (str(number), "entry_c"),
        (f"{entry.made_at:%Y-%m-%d %H:%M}" if entry.made_at else "", "list_c"),
        (file.maker, "list"),
        (entry.medium, "list"),
        (size_words(entry.database_size or 0), "list_c"),
        (str(entry.attachment_count or 0), "entry_c"),
        (_grouped(entry.digest), "list"),
        (_proof(file), "list_c"),
        (entry.place, "list"),
        (entry.note, "list"),
    )
    return Row([Cell(words, 1, style) for words, style in cells], LINE, grow=True)


def _blank_line() -> Row:
    words = ["", "", "", "", "", "", "", "□通过\n□失败", "", ""]
    return Row([Cell(text, 1, "list_c" if text else "entry") for text in words], LINE)


def _proof(file: BackupFile) -> str:
    if not file.entry.is_verified:
        return "失败"
    return "通过\n（重插再验）" if file.again else "通过"


def _grouped(digest: str) -> str:
    """A long code in two columns of groups, to be compared by eye."""
    groups = [digest[at : at + GROUP] for at in range(0, len(digest), GROUP)]
    return "\n".join(" ".join(groups[at : at + 2]) for at in range(0, len(groups), 2))


def size_words(size: int) -> str:
    """A size as it is said on the screen."""
    for unit, worth in (("GB", 2**30), ("MB", 2**20)):
        if size >= worth:
            return f"{size / worth:.1f} {unit}"
    return f"{size / 2**10:.0f} KB"
