"""One 件 in words: how it stands, its catalogue line, its papers, what was put right and to whom it was lent (4.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lianluozhan.models.archive import lending, lending_lists, reading
from lianluozhan.models.archive.item_files import ItemFile
from lianluozhan.models.archive.record import Correction, Item, Part, struck_word
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ..opinion.record_parts import show_file
from ..sections.section import Act, Entry
from .loan_section import TONES as LOAN_TONES
from .loan_section import state_words

if TYPE_CHECKING:
    from .item_section import ItemSection

LOANS = 5  # of the newest ones that are shown


def state_of(row: Mapping[str, Any], today: str) -> tuple[str, str]:
    """How a 件 stands, in a word and its tone."""
    if row["voided_on"]:
        if row["sequence"] is None:
            return "已撤出", "calm"
        return f"已{struck_word(row['remark'])}", "calm"
    if row["destroyed_on"]:
        return "已销毁", "stop"
    if row["handed_over_on"]:
        return "已移交", "calm"
    if row["is_out"]:
        return "借出", "work"
    if row["kept_until"] and row["kept_until"] < today:
        return "期满", "stop"
    return ("已编号", "good") if row["sequence"] else ("待编号", "wait")


def facts_of(session: Session, file: ItemFile) -> tuple[tuple[str, str], ...]:
    """The catalogue line and what the archive knows besides."""
    item, rule = file.item, file.rule
    pages = f"{item.pages} 页" if item.pages else "还没有数"
    filed = session.find(Staff, item.filed_by)
    numbered = session.find(Staff, item.numbered_by)
    facts = (
        ("责任者", item.responsible),
        ("文号", item.document_number),
        ("日期", figures(item.dated_on)),
        ("页数", f"{pages}（{item.pages_reason}）" if item.pages_reason else pages),
        ("年度", f"{item.year}年"),
        ("保管期限", f"{item.retention.label}（{rule.basis}）" if rule else item.retention.label),
        ("保管到", spoken(item.kept_until)),
        (file.scheme.unit_word, item.unit),
        ("类别", item.category.label),
        ("来源", item.kind.label),
        ("盒号", _box_words(file)),
        ("案卷", file.volume.title if file.volume else ""),
        ("涉及的人", item.persons),
        ("个人隐私", "含个人隐私" if item.keeps_secret else ""),
        ("备注", item.remark),
        ("归档", _by(filed, item.filed_on)),
        ("编号", _by(numbered, item.numbered_on)),
        ("改列到", file.moved_to.archival_number or "还没有编号" if file.moved_to else ""),
        ("改列前", file.moved_from.archival_number if file.moved_from else ""),
        ("移交", spoken(item.handed_over_on)),
        ("销毁", spoken(item.destroyed_on)),
        (_gone_word(item), f"{spoken(item.voided_on)}，{item.void_reason}" if item.voided_on else ""),
    )
    return tuple((label, words) for label, words in facts if words)


def _gone_word(item: Item) -> str:
    """撤出 before the number; 撤件 or 改列 after it."""
    return item.struck_word if item.sequence else "撤出"


def _box_words(file: ItemFile) -> str:
    if file.box is None:
        return ""
    return f"{file.box.number} 号盒　{file.box.place}".strip()


def _by(person: Staff | None, day: date | None) -> str:
    return f"{person.name}，{spoken(day)}" if person and day else ""


def figures(day: date | None) -> str:
    """20260305, as the catalogue has it."""
    return f"{day:%Y%m%d}" if day else ""


def spoken(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def part_entries(section: ItemSection, file: ItemFile) -> tuple[Entry, ...]:
    """The papers in binding order with the pages they begin at, then loans, then what was put right."""
    return (*_papers(section, file), *_loans(section, file), *_corrections(section.session, file))


def _papers(section: ItemSection, file: ItemFile) -> Iterator[Entry]:
    first = 1
    for number, part in enumerate(file.parts, 1):
        pages = "页数没有数出来" if part.pages is None else f"{part.pages} 页" if part.pages else "不另计页"
        begins = f"从第 {first} 页起" if part.pages else ""
        detail = "　".join(words for words in (begins, figures(part.dated_on), part.note) if words)
        yield Entry(f"{number}. {part.name}", detail, pages, "calm", _open_acts(section, file, part))
        first += part.pages or 0


def _open_acts(section: ItemSection, file: ItemFile, part: Part) -> tuple[Act, ...]:
    """The way to a file; opening one of a 件 with personal matters is entered into the log first."""
    session = section.session
    if not part.attachment_id or not session.may("attachment.read") or file.item.destroyed_on:
        return ()

    def open_it() -> None:
        reading.check_file(reading.open_item(session, file.item.id))
        show_file(session, part.attachment_id or 0)

    return (Act("打开", lambda: attempt(section.page, open_it)),)


def _loans(section: ItemSection, file: ItemFile) -> Iterator[Entry]:
    session = section.session
    for loan in lending_lists.of_item(session, file.item.id, LOANS):
        who = f"{loan.organisation}　{loan.applicant}".strip("　")
        stands = lending.state_of(loan, session.today)
        state, tone = state_words(stands, loan.way), LOAN_TONES.get(stands, "calm")
        days = "，".join(
            words
            for words in (
                f"{spoken(loan.handed_on)}交出" if loan.handed_on else "",
                f"应还 {spoken(loan.due_on)}" if loan.due_on and not loan.returned_on else "",
                f"{spoken(loan.returned_on)}归还" if loan.returned_on else "",
            )
            if words
        )
        yield Entry(f"{loan.way.label}：{who}", days or loan.number, state, tone)


def _corrections(session: Session, file: ItemFile) -> Iterator[Entry]:
    names = {each.id: each.name for each in session.select(Staff)} if file.corrections else {}
    for made in file.corrections:
        yield _correction(made, names)


def _correction(made: Correction, names: Mapping[int, str]) -> Entry:
    change = f"{made.before or '空'} → {made.after or '空'}" if made.before or made.after else ""
    by = f"{names.get(made.corrected_by or 0, '')}更正，{names.get(made.approved_by or 0, '')}批准"
    detail = "\n".join(words for words in (change, f"{made.reason}（{by}，{spoken(made.corrected_on)}）") if words)
    return Entry(f"更正：{made.what}", detail, "更正", "calm")
