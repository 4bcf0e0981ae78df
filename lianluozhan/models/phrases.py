"""常用语: what the office writes again and again, offered where it is written, and in which category."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from lianluozhan.paths import resources

from .errors import InvalidRecord
from .fields import Choice, choice, day, long_text, reference, whole_number
from .places import Category
from .session import Session

LOOKED_BACK = 300  # how many of the last texts say which phrases are used most


class Purpose(Choice):
    """Where a phrase is offered."""

    CONTENT = "content", "反映内容"
    PROPOSAL = "proposal", "拟办意见"
    REVIEW = "review", "审核意见"
    APPROVE = "approve", "审批意见"
    SEND_BACK = "send_back", "退回原因"
    REQUIREMENT = "requirement", "办理要求"
    REPLY = "reply", "答复内容"


# where the texts of a purpose stand, the newest first: how often a phrase is used is read there, not counted apart
_WRITTEN = {
    Purpose.CONTENT: "SELECT content FROM opinions ORDER BY id DESC LIMIT ?",
    Purpose.PROPOSAL: "SELECT proposal FROM opinions ORDER BY id DESC LIMIT ?",
    Purpose.REVIEW: "SELECT words FROM opinion_steps WHERE name = 'review' AND id > ? ORDER BY id DESC LIMIT ?",
    Purpose.APPROVE: "SELECT words FROM opinion_steps WHERE name = 'approve' AND id > ? ORDER BY id DESC LIMIT ?",
    Purpose.SEND_BACK: "SELECT words FROM opinion_steps WHERE name = 'send_back' AND id > ? ORDER BY id DESC LIMIT ?",
    Purpose.REQUIREMENT: "SELECT requirement FROM dispatches ORDER BY id DESC LIMIT ?",
    Purpose.REPLY: "SELECT content FROM replies ORDER BY id DESC LIMIT ?",
}
_STEPS_LOOKED_BACK = 2000  # the trail holds steps of all kinds; no further back than this


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A phrase; without a category it is offered in all of them."""

    TABLE: ClassVar = "phrases"

    id: int = 0
    purpose: Purpose = choice("用在哪里", Purpose, required=True)
    category_id: int | None = reference("分类", "categories")
    words: str = long_text("常用语", required=True, max_length=2000)
    position: int | None = whole_number("次序")
    retired_on: date | None = day("停用日期")


def add(session: Session, purpose: Purpose, words: str, category_id: int | None = None) -> Phrase:
    """A new phrase, offered after those that are there."""
    with session.action("phrase.edit"):
        _check_words(session, purpose, words, category_id)
        last = session.value("SELECT max(position) FROM phrases WHERE purpose = ?", (purpose.value,))
        return session.add(
            Phrase(purpose=purpose, category_id=category_id, words=words.strip(), position=int(last or 0) + 1)
        )


def edit(session: Session, phrase_id: int, **values: Any) -> Phrase:
    """Put a phrase in other words, or into another place."""
    with session.action("phrase.edit"):
        phrase = session.get(Phrase, phrase_id)
        if "words" in values:
            values["words"] = values["words"].strip()
        purpose, category_id = values.get("purpose", phrase.purpose), values.get("category_id", phrase.category_id)
        _check_words(session, purpose, values.get("words", phrase.words), category_id, but=phrase_id)
        return session.change(phrase, **values)


def retire(session: Session, phrase_id: int) -> Phrase:
    """Offer a phrase no more; what was written with it stays."""
    with session.action("phrase.edit"):
        return session.change(session.get(Phrase, phrase_id), retired_on=session.today)


def bring_back(session: Session, phrase_id: int) -> Phrase:
    """Offer a retired phrase again."""
    with session.action("phrase.edit"):
        return session.change(session.get(Phrase, phrase_id), retired_on=None)


def of_purpose(session: Session, purpose: Purpose | None = None, *, retired: bool = False) -> list[Phrase]:
    """All phrases of one purpose or of all, in the order they were entered."""
    where = "(purpose = ? OR ? IS NULL)" + ("" if retired else " AND retired_on IS NULL")
    code = purpose.value if purpose else None
    found = session.select(Phrase, where, (code, code), order="position, id")
    order = list(Purpose)
    return sorted(found, key=lambda phrase: order.index(phrase.purpose))


def offered(session: Session, purpose: Purpose, category_id: int | None = None) -> list[Phrase]:
    """What is offered when a text of this purpose is written: first those of the category, the most used first."""
    above = _with_those_above(session, category_id)
    fitting = [phrase for phrase in of_purpose(session, purpose) if phrase.category_id in (None, *above)]
    written = _lately_written(session, purpose) if fitting else []

    def rank(phrase: Phrase) -> tuple[int, int, int, int]:
        near = above.index(phrase.category_id) if phrase.category_id in above else len(above)
        first_line = phrase.words.split("\n")[0]
        return near, -sum(first_line in text for text in written), phrase.position or 0, phrase.id

    return sorted(fitting, key=rank)


def add_default_phrases(session: Session) -> None:
    """Enter the phrases that come with the program; inside an action."""
    session.add_many(_missing(session))


def add_usual(session: Session) -> int:
    """Enter those of the phrases that come with the program which the station does not have; returns how many."""
    with session.action("phrase.edit"):
        return len(session.add_many(_missing(session)))


def usual_missing(session: Session) -> int:
    """How many of the phrases that come with the program the station does not have, retired ones counted as had."""
    return len(_missing(session))


def _missing(session: Session) -> list[Phrase]:
    known = {(phrase.purpose, phrase.words) for phrase in session.select(Phrase)}
    firsts = {c.name: c.id for c in session.select(Category, "parent_id IS NULL AND retired_on IS NULL")}
    found = []
    for position, entry in enumerate(json.loads((resources() / "codes" / "phrases.json").read_text("utf-8")), 1):
        purpose, category = Purpose(entry["purpose"]), entry.get("category", "")
        if (purpose, entry["words"]) not in known and (not category or category in firsts):
            found.append(
                Phrase(purpose=purpose, words=entry["words"], category_id=firsts.get(category), position=position)
            )
    return found


def _check_words(session: Session, purpose: Purpose, words: str, category_id: int | None, *, but: int = 0) -> None:
    where = "purpose = ? AND words = ? AND category_id IS ? AND retired_on IS NULL AND id <> ?"
    if session.select(Phrase, where, (purpose.value, words.strip(), category_id, but)):
        raise InvalidRecord({"words": "这一句已经有了，不用再加。"})


def _with_those_above(session: Session, category_id: int | None) -> list[int | None]:
    """A category and those it stands below, the nearest first."""
    found: list[int | None] = []
    while category := session.find(Category, category_id):
        found.append(category.id)
        category_id = category.parent_id
    return found


def _lately_written(session: Session, purpose: Purpose) -> list[str]:
    sql, params = _WRITTEN[purpose], (LOOKED_BACK,)
    if "id > ?" in sql:
        last = int(session.value("SELECT max(id) FROM opinion_steps") or 0)
        return [str(row[0]) for row in session.rows(sql, (last - _STEPS_LOOKED_BACK, *params))]
    return [str(row[0]) for row in session.rows(sql, params)]
