"""F02 工作人员登记表 of one person, and F02R 工作人员名册, A4 landscape, of all (2.2.1-2.2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianluozhan.models.people_files import StaffFile
from lianluozhan.models.staff import Appointment, Sex
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import WIDE, chinese_date, choice_ticks, head, label, notes, signature, signed

TITLE, ROSTER = "工作人员登记表", "工作人员名册"
BLANK_POSTS = 4
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 10),
    ("姓名", 22),
    ("性别", 10),
    ("出生年月", 18),
    ("政治面貌", 22),
    ("单位及职务", 46),
    ("站内职务", 22),
    ("任职时间", 30),
    ("联系电话", 28),
    ("分工", 33),
    ("备注", 16),
)
LINE, BLANK_LINES = 11.2, 10


def staff_sheet(file: StaffFile | None, station: Station | None = None) -> Document:
    """One member of the staff, or the blank sheet."""
    station = file.station if file else station
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"填表日期：{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日"),
            Grid([*_person(file), *_posts(file), *_work(file)]),
            *notes("说明：站长同时只有一位；接任时前任的任职止填到接任的前一天。身份证号平时不印出中间几位。"),
        ],
        running=f"{TITLE}（续页）",
        running_right=file.person.name if file else "",
    )


def _person(file: StaffFile | None) -> list[Row]:
    person = file.person if file else None
    sex = choice_ticks(Sex, person.sex if person else None, WIDE)
    now = "、".join(post.post.label for post in file.now) if file else ""
    return [
        _row(label("姓名"), Cell(person.name if person else "", 6), label("性别"), Cell(sex, 6, "tick"), _photo()),
        _pair("民族", person.nationality if person else "", "出生年月", _month(person.born_on if person else None)),
        _pair("政治面貌", person.party if person else "", "学历", person.education if person else ""),
        _pair("站内职务", now, "联系电话", person.phone if person else ""),
        _row(label("身份证号"), Cell(file.id_number if file else "", 15)),
        _row(label("单位及\n职务"), Cell(person.organisation_post if person else "", 21)),
    ]


def _photo() -> Cell:
    return Cell("照片", 6, "value_c", rows=5)


def _posts(file: StaffFile | None) -> list[Row]:
    """Every post with its days; what was held at the same time stands beside it."""
    spans = (("站内职务", 5), ("任职起", 6), ("任职止", 6), ("备注", 7))
    lines = [_post(file, post) for post in file.posts] if file else []
    while len(lines) < BLANK_POSTS:
        lines.append(("", "", "", ""))
    return [
        Row([Cell(name, span, "head") for name, span in spans], 8),
        *(
            Row([Cell(words, span, "entry") for words, (_, span) in zip(line, spans, strict=True)], 8, 7, grow=True)
            for line in lines
        ),
    ]


def _post(file: StaffFile, post: Appointment) -> tuple[str, str, str, str]:
    beside = "、".join(dict.fromkeys(each.post.label for each in file.beside(post)))
    notes = [post.note, f"同时任{beside}" if beside else ""]
    return (
        post.post.label,
        chinese_date(post.starts_on),
        chinese_date(post.ends_on, "在任" if post.starts_on else ""),
        "；".join(note for note in notes if note),
    )


def _work(file: StaffFile | None) -> list[Row]:
    person = file.person if file else None
    pledged = chinese_date(person.pledged_on) if person else ""
    return [
        Row([label("分工"), Cell(person.duties if person else "", 21, "text")], 14, 10, grow=True, fill=1),
        _row(label("保密承诺\n日期"), Cell(pledged, 21)),
        Row([label("培训情况"), Cell(person.training if person else "", 21, "text")], 20, 12, grow=True, fill=2),
        Row([label("备注"), Cell(person.note if person else "", 21, "text")], 10, 8, grow=True, fill=1),
        Row([label("站长\n意见"), Cell("", 21, "text", foot=(signature("站长"),))], 26, 20, fill=1),
    ]


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 8)


def _pair(first: str, left: str, second: str, right: str) -> Row:
    return _row(label(first), Cell(left, 6), label(second), Cell(right, 6))


def _month(day: date | None) -> str:
    return f"{day:%Y.%m}" if day else ""


# The roster ----------------------------------------------------------------------------------------------------


def staff_roster(files: Sequence[StaffFile] | None, station: Station | None = None) -> Document:
    """The staff one below the other, or an empty roster."""
    found = tuple(files or ())
    station = found[0].station if found else station
    unit = f"单位：{station.name if station else ''}"
    lines = [_line(number, file) for number, file in enumerate(found, 1)]
    blank = [] if lines else [Row([Cell("", 1, "entry") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    return Document(
        title=ROSTER,
        blocks=[
            Para(ROSTER, "title", after=1),
            Para(unit, "meta", right=f"共 {len(found)} 人" if found else "", after=1),
            Grid(
                [Row([Cell(name, 1, "head") for name, _ in COLUMNS], 10), *lines, *blank, signed(len(COLUMNS), "站长")],
                tuple(width for _, width in COLUMNS),
                head=1,
            ),
        ],
        paper=LEDGER,
        running=f"{ROSTER}（续）",
        running_right=unit,
    )


def _line(number: int, file: StaffFile) -> Row:
    person = file.person
    held = file.now or file.posts[:1]
    cells = (
        (str(number), "entry_c"),
        (person.name, "entry"),
        (person.sex.label if person.sex else "", "entry_c"),
        (_month(person.born_on), "list_c"),
        (person.party, "list"),
        (person.organisation_post, "list"),
        ("\n".join(post.post.label for post in held), "list"),
        ("\n".join(_span(post) for post in held), "list"),
        (person.phone, "list"),
        (person.duties, "list"),
        (person.note, "list"),
    )
    return Row([Cell(words, 1, style) for words, style in cells], LINE, grow=True)


def _span(post: Appointment) -> str:
    start = _month(post.starts_on)
    return f"{start}—{_month(post.ends_on)}" if post.ends_on else f"{start}起" if start else ""
