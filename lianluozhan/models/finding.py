"""Finding anything from one line: opinions, deputies, staff, places, categories and what may be done here.

A search is done in steps, so that a window can stay alive between them. Text that was found is named by its place
(`marks`), never by markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from . import groups
from .archive.item_search import search_items
from .deputies import SHORT, Deputy, Level, Mandate
from .found import Act, Group, Hit, Spans
from .initials import matches, place_of
from .near_miss import near
from .opinion_search import OpinionSearch, numbers_of_serial
from .opinions import Opinion, masked_phone
from .paper_codes import code_of
from .prints import sheet_called, why_closed
from .query_line import Known, Offer, Query, offers, read_line
from .receptions import lists
from .session import Session
from .staff import Staff
from .veil import number_sentence
from .visit_search import search_visits

FIRST = 8  # opinions shown at once, so that the other groups are in sight
SHOWN = 6  # of each other group
RECEPTIONS = 120  # that can be found by their day and deputies
_AROUND = 14  # characters of a text shown on each side of a found word


@dataclass(frozen=True)
class _Entry:
    """Something of the small lists: its name, what else finds it, what it shows."""

    kind: str
    key: Any
    title: str
    words: tuple[str, ...] = ()
    detail: str = ""
    aside: str = ""
    is_person: bool = False


@dataclass
class Finder:
    """Searches for one person; the small lists are read once and kept until `forget`."""

    session: Session
    acts: Sequence[Act] = ()
    _known: Known | None = None
    _entries: list[_Entry] = field(default_factory=list)

    @property
    def known(self) -> Known:
        if self._known is None:
            self._known = Known(self.session)
        return self._known

    def forget(self) -> None:
        """Read the small lists again when they are next needed."""
        self._known, self._entries = None, []

    def search(self, line: str, *, first: int = FIRST) -> Search:
        return Search(self, line, first)

    def offers(self, line: str) -> list[Offer]:
        """Filters and values that may come next; none for those who may not read opinions."""
        return offers(line, self.known) if self.session.may("opinion.read") else []

    def entries(self) -> list[_Entry]:
        """Everything in the small lists that this person may see."""
        if not self._entries:
            if self.session.may("opinion.read") or self.session.may("staff.edit"):
                self._entries += [*self._deputies(), *self._receptions(), *self._staff(), *self._places()]
            self._entries += [_Entry("act", act.key, act.title, (act.words,), aside=act.shortcut) for act in self.acts]
        return self._entries

    def _deputies(self) -> Iterator[_Entry]:
        held: dict[int, list[Mandate]] = {}
        for mandate in self.session.select(Mandate, "status = 'active'"):
            held.setdefault(mandate.deputy_id or 0, []).append(mandate)
        homes = dict(self.session.rows("SELECT constituency, name FROM villages WHERE constituency <> ''"))
        for deputy in self.session.select(Deputy, "retired_on IS NULL", order="name"):
            mandates = held.get(deputy.id, [])
            levels = "、".join(SHORT[level] for level in Level if any(m.level is level for m in mandates))
            near_home = "、".join(dict.fromkeys(homes[m.constituency] for m in mandates if m.constituency in homes))
            words = (deputy.organisation_post, near_home, *(m.constituency for m in mandates))
            detail = deputy.organisation_post or (f"{near_home}所在选区的代表" if near_home else "")
            yield _Entry("deputy", deputy.id, deputy.name, words, detail, f"{levels}代表" if levels else "", True)

    def _receptions(self) -> Iterator[_Entry]:
        """Groups, and the receptions of the last years with their day and who was on duty."""
        for group_id, name in groups.choices(self.session):
            yield _Entry("group", group_id, name)
        if self.session.may("opinion.read"):
            for row in lists.listing(self.session).page(RECEPTIONS):
                day = date.fromisoformat(row["held_on"])
                words = (row["duty"] or "", row["topic"], f"{day.month}月{day.day}日")
                title = row["number"] or f"{day.year}年{day.month}月{day.day}日的接待"
                yield _Entry("reception", row["id"], title, words, f"{day.month}月{day.day}日　{row['duty'] or ''}")

    def _staff(self) -> Iterator[_Entry]:
        for person in self.session.select(Staff, "retired_on IS NULL", order="name"):
            words = (person.organisation_post, person.duties)
            yield _Entry("staff", person.id, person.name, words, person.organisation_post, is_person=True)

    def _places(self) -> Iterator[_Entry]:
        for village_id, name in self.known.villages:
            yield _Entry("village", village_id, name)
        for body_id, name in self.known.bodies:
            yield _Entry("body", body_id, name)
        for category_id, name in self.known.categories:
            yield _Entry("category", category_id, name)


LABELS = {
    "deputy": "代表",
    "group": "代表小组",
    "reception": "代表接待",
    "staff": "工作人员",
    "village": "村（社区）",
    "body": "承办单位",
    "category": "分类",
    "act": "操作",
}


class Search:
    """One line looked for: `step` until it says False, and look at `groups` in between."""

    def __init__(self, finder: Finder, line: str, first: int) -> None:
        self.finder, self.line = finder, line
        self.session = finder.session
        self.query = read_line(line, finder.known)
        self.opinions = OpinionSearch(self.session, self.query, finder.known, page=first)
        self.suggestion: Query | None = None  # what was perhaps meant, with `suggested` opinions
        self.suggested: int | None = None
        self._small: list[Group] | None = None
        self.closed = _closed(self.session, line)  # why the matter whose number was typed is out of sight
        self._sheet = _sheet(self.session, line)
        self._visits: list[Group] = []
        self._items: list[Group] = []
        self._second: OpinionSearch | None = None
        self._looked_near = False
        self._hits: list[Hit] = []

    def step(self) -> bool:
        """Look a little further; False when all is found and counted."""
        if self._small is None and self.opinions.full:
            self._small = self._look_in_small_lists()
        elif not self.opinions.full or self.opinions.total is None:
            self.opinions.step()
        elif self._second is not None and self._second.total is None:
            self._second.step()
            self.suggested = self._second.total
        elif self._wants_suggestion():
            self._suggest()
        else:
            return False
        return True

    @property
    def has_first(self) -> bool:
        """Whether the first hits of every group are there."""
        return self._small is not None

    def want_more(self) -> None:
        """Read the next opinions; `step` on."""
        self.opinions.want_more()

    @property
    def explained(self) -> str:
        """What initials stood for, as `sqc = 石桥村`."""
        for word in self.query.words:
            if word.isascii() and word.isalpha():
                for _, name in self.finder.known.villages_of(word):
                    return f"{word} = {name}"
        for hit in self._all_hits():
            for word in self.query.words:
                place = word.isascii() and word.isalpha() and place_of(word, hit.title, name=_is_person(hit.kind))
                if place and word.casefold() not in hit.title.casefold():
                    return f"{word} = {hit.title[place[0] : place[1]]}"
        return ""

    @property
    def groups(self) -> list[Group]:
        """What is found until now, in the order of the window; groups that found nothing are left out."""
        shown = self._opinion_hits()
        found = [Group("opinion", "社情民意", tuple(shown), self.opinions.total, self.opinions.more)] if shown else []
        return self._sheet + found + self._visits + self._items + (self._small or [])

    @property
    def is_nothing(self) -> bool:
        """Whether all is looked through and nothing found."""
        return self._small is not None and self.opinions.total == 0 and not self.groups

    def _all_hits(self) -> Iterator[Hit]:
        for group in self.groups:
            yield from group.hits

    def _opinion_hits(self) -> list[Hit]:
        rows = self.opinions.rows
        if len(self._hits) != len(rows):
            self._hits += [opinion_hit(row, self.query.words) for row in rows[len(self._hits) :]]
        return self._hits

    # The small lists -----------------------------------------------------------------------------------------------

    def _look_in_small_lists(self) -> list[Group]:
        words = [word for word in self.query.words if any(map(str.isalnum, word))]
        self._visits, self._items = _visits(self.session, words), _items(self.session, words)
        found: dict[str, list[tuple[int, int, int, _Entry]]] = {kind: [] for kind in LABELS}
        for at, entry in enumerate(self.finder.entries() if words else ()):
            ranks = [rank for rank in (_rank(entry, word) for word in words) if rank is not None]
            if ranks:
                found[entry.kind].append((len(words) - len(ranks), min(ranks), at, entry))
        groups = []
        for kind, label in LABELS.items():
            ranked = sorted(found[kind], key=lambda each: each[:3])
            best = [entry for missed, *_, entry in ranked if missed == ranked[0][0]]
            hits = [_small_hit(entry, words) for entry in best[:SHOWN]]
            if kind == "act":
                hits = [*self._registering(words), *hits][:SHOWN]
            if hits:
                groups.append(Group(kind, label, tuple(hits), max(len(best), len(hits)), len(best) > SHOWN))
        return groups

    def _registering(self, words: Iterable[str]) -> Iterator[Hit]:
        """Quick registration with the village filled in."""
        if self.session.may("opinion.register"):
            for id_, name in [found for word in words for found in self.finder.known.villages_of(word)][:1]:
                yield Hit("register", id_, f"快速登记，村填{name}", aside="F2")

    # What was perhaps meant ----------------------------------------------------------------------------------------

    def _wants_suggestion(self) -> bool:
        return self.opinions.total == 0 and not self._looked_near and bool(self.query.words) and not self.query.problem

    def _suggest(self) -> None:
        self._looked_near = True
        if self.session.may("opinion.read"):
            words = near(self.session, self.query.words, self.finder.known)
            if words:
                self.suggestion = replace(self.query, words=words)
                self._second = OpinionSearch(self.session, self.suggestion, self.finder.known, page=1)


def _sheet(session: Session, line: str) -> list[Group]:
    """The record whose printed sheet carries what was typed as its 纸号."""
    found = sheet_called(session, line) if session.may("opinion.read") else None
    if found is None or found.owner_id is None:
        return []
    code = f"纸号 {code_of(found.form, found.owner_id)}"
    void = "，这张纸已作废" if found.voided_on else ""
    if found.owner_table != Opinion.TABLE:
        hit = Hit("sheet", (found.owner_table, found.owner_id), found.form, f"{code}{void}")  # named by number
    else:
        opinion = session.get(Opinion, found.owner_id)
        hit = Hit("opinion", found.owner_id, opinion.title, f"{opinion.number}，{code}{void}")
    return [Group("sheet", "纸上的编号", (hit,), 1)]


def _closed(session: Session, line: str) -> str:
    """The sentence of a matter that is closed to this person, when its number or a 纸号 of it was typed (回避)."""
    numbers = [line.strip(), *numbers_of_serial(session, line.strip())]
    words = why_closed(session, line) or next(filter(None, (number_sentence(session, one) for one in numbers)), "")
    return words if session.veil is not None and session.may("opinion.read") else ""


def _visits(session: Session, words: Sequence[str]) -> list[Group]:
    """Record sheets of receptions in which every word stands."""
    found, total = search_visits(session, words)
    hits = []
    for each in found:
        day = f"{each.day.year}年{each.day.month}月{each.day.day}日" if each.day else ""
        detail = "　".join(part for part in (each.name, day, each.number) if part)
        title = each.subject or "还没有写事由"
        hits.append(Hit("visit", each.id, title, detail, marks(title, words), marks(detail, words)))
    return [Group("visit", "接待记录", tuple(hits), total, total > len(hits))] if hits else []


def _items(session: Session, words: Sequence[str]) -> list[Group]:
    """What is filed and every word stands in."""
    found, total = search_items(session, words)
    hits = []
    for each in found:
        detail = "　".join(part for part in (each.number or f"{each.year}年，待编号", each.gone) if part)
        hits.append(Hit("item", each.id, each.title, detail, marks(each.title, words), marks(detail, words)))
    return [Group("item", "归档文件", tuple(hits), total, total > len(hits))] if hits else []


def _is_person(kind: str) -> bool:
    return kind in ("deputy", "staff")


def _rank(entry: _Entry, word: str) -> int | None:
    """How well a word fits an entry: by its name, else by what else finds it."""
    rank = matches(word, entry.title, name=entry.is_person)
    if rank is not None:
        return rank
    least = 2 if word.isascii() else 1
    fits = [matches(word, text) for text in entry.words if text] if len(word) >= least else []
    return min((100 + rank for rank in fits if rank is not None), default=None)


def _small_hit(entry: _Entry, words: Sequence[str]) -> Hit:
    return Hit(
        entry.kind,
        entry.key,
        entry.title,
        entry.detail,
        marks(entry.title, words, name=entry.is_person),
        marks(entry.detail, words),
        entry.aside,
    )


def opinion_hit(row: dict[str, Any], words: Sequence[str]) -> Hit:
    """An opinion as it is shown: its title, and where else a word stands if the title does not have it."""
    found = marks(row["title"], words)
    elsewhere = [word for word in words if not marks(row["title"], (word,))]
    parts: list[tuple[str, Spans]] = []
    for word in elsewhere:
        part = next((part for part in _places_of(row, word) if part), None)
        if part and part not in parts:
            parts.append(part)
    detail, spans = "", []
    for text, places in parts:
        start = len(detail) + (3 if detail else 0)
        detail += f" · {text}" if detail else text
        spans += [(start + first, start + last) for first, last in places]
    return Hit("opinion", row["id"], row["title"], detail, found, tuple(spans), row=row)


def _places_of(row: dict[str, Any], word: str) -> Iterator[tuple[str, Spans] | None]:
    """Where a word stands beside the title; nothing of a submitter who wants secrecy."""
    if not row["keeps_secret"]:
        yield _labelled("反映人 ", row["submitter_name"], marks(row["submitter_name"], (word,), name=True))
        if word in row["phone"]:
            shown = masked_phone(row["phone"])
            yield _labelled("电话 ", shown, marks(shown, (word,)), always=True)
        yield _labelled("", row["address"], marks(row["address"], (word,)))
    for name in ("place", "content", "request"):
        places = marks(row[name], (word,), initials=False)
        if places:
            yield _cut(row[name], places[0])


def _labelled(label: str, text: str, places: Spans, *, always: bool = False) -> tuple[str, Spans] | None:
    if not places and not always:
        return None
    return label + text, tuple((first + len(label), last + len(label)) for first, last in places)


def _cut(text: str, place: tuple[int, int]) -> tuple[str, Spans]:
    """A piece of a long text around what was found."""
    start, end = max(0, place[0] - _AROUND), min(len(text), place[1] + _AROUND)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    piece = text[start:end].replace("\n", " ")
    shift = len(before) - start
    return before + piece + after, ((place[0] + shift, place[1] + shift),)


def marks(text: str, words: Iterable[str], *, name: bool = False, initials: bool = True) -> Spans:
    """Where the words stand in a text, as they are or as initials, in order and joined where they touch."""
    plain = "".join(_one(character) for character in text)
    spans: list[tuple[int, int]] = []
    for word in words:
        wanted, at = "".join(_one(character) for character in word), 0
        while wanted and (at := plain.find(wanted, at)) >= 0:
            spans.append((at, at + len(wanted)))
            at += len(wanted)
        if initials and not any(span for span in spans if plain[span[0] : span[1]] == wanted):
            place = place_of(word, text, name=name) if len(word) > 1 or name else None
            spans += [place] if place else []
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _one(character: str) -> str:
    """One character as it is compared, always one."""
    usual = unicodedata.normalize("NFKC", character).casefold()
    return usual if len(usual) == 1 else character
