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
    ("日期\n备份人", 26),
    ("种类", 11),
    ("介质编号\n（U 盘）", 28),
    ("数据库大小\n附件数", 20),
    ("校验码", 36),
    ("操作日志末号", 36),
    ("核验", 27),
    ("打开验证的\n表单", 25),
    ("存放地点", 18),
    ("备注", 20),
)
LINE, BLANK_LINES = 12, 8
LONG = 70  # characters of a note with which a line may cross pages
GROUP = 8  # characters of the checking code that stand together
ABOUT = (
    "说明：每次备份登记一行。校验码是备份文件里数据的指纹；操作日志末号是备份时日志最后一行的号和指纹，可以和程序里逐组对照。",
    "核验分两步：写完从介质上读回、逐个核对、打开一张表单；拔下重插再读一遍。增量和它所依的整套要在同一个 U 盘上。",
)


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
            *notes(*ABOUT),
            Para("", "meta", before=1.2, right=signature("站长月审")),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=unit,
    )


def _line(number: int, file: BackupFile) -> Row:
    entry = file.entry
    made = f"{entry.made_at:%Y-%m-%d %H:%M}" if entry.made_at else ""
    removed = f"已清理 {entry.removed_on:%Y-%m-%d}" if entry.removed_on else ""
    cells = (
        (str(number), "entry_c"),
        (_lines(made, file.maker), "list_c"),
        (entry.kind.label, "list_c"),
        (file.stick or entry.medium, "list"),
        (_lines(size_words(entry.database_size or 0), f"{entry.attachment_count or 0} 个附件"), "list_c"),
        (_grouped(entry.digest), "list"),
        (_head_of_log(entry.audit_head), "list"),
        (_proof(file), "list"),
        (entry.rendered, "list"),
        (entry.place, "list"),
        (_lines(entry.note, removed), "list"),
    )
    return Row([Cell(words, 1, style) for words, style in cells], LINE, grow=len(entry.note) > LONG)


def _blank_line() -> Row:
    words = ["", "", "", "", "", "", "", "□通过  □失败\n□重插再验", "", "", ""]
    return Row([Cell(text, 1, "list" if text else "entry") for text in words], LINE)


def _proof(file: BackupFile) -> str:
    """Both ticks: read back when it was made, and once more after plugging in again."""
    if not file.entry.is_verified:
        return "失败"
    again = file.entry.proven_again_at
    return _lines("通过", f"重插再验通过\n{again:%Y-%m-%d}" if again else "还没有重插再验")


def _head_of_log(words: str) -> str:
    """The number of the last line of the log, below it its code in two lines of four groups."""
    number, *groups = words.split() or [""]
    shown = [f"第 {number} 行"] if number.isdigit() else [number]
    return "\n".join([*shown, *(" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))])


def _grouped(digest: str) -> str:
    """A long code in two columns of groups, to be compared by eye."""
    groups = [digest[at : at + GROUP] for at in range(0, len(digest), GROUP)]
    return "\n".join(" ".join(groups[at : at + 2]) for at in range(0, len(groups), 2))


def _lines(*words: str) -> str:
    return "\n".join(word for word in words if word)


def size_words(size: int) -> str:
    """A size as it is said on the screen."""
    for unit, worth in (("GB", 2**30), ("MB", 2**20)):
        if size >= worth:
            return f"{size / worth:.1f} {unit}"
    return f"{size / 2**10:.0f} KB"
