"""What is proposed for a form, with its reason: handling body, category, deputies. Never applied by itself (N13)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from ..opinions.file import category_path
from ..opinions.recent import newest
from ..opinions.similar import Typed
from ..places import Category, HandlingBody, Village
from ..session import Session
from .counts import certain, features_of
from .training import ENOUGH, IS_CONFIRMED, Learned, known
from .words import shared_words

Suggesting = Generator[None, None, "list[Suggestion]"]
One = Generator[None, None, "Suggestion | None"]
SURE = 0.6  # below that nothing is proposed
BODY_SURE = 0.6
FEW = 3  # records of an answer before it can be proposed
SHORTEST = 6  # characters typed before words are judged
LOOKED_AT = 100  # past matters that the reason counts


@dataclass(frozen=True)
class Suggestion:
    """A value for a field of the form, what it is called, and what it rests on."""

    field: str  # proposed_body_id, category_id, deputy_ids
    value: int | tuple[int, ...]
    label: str
    words: str
    why: str
    matters: tuple[int, ...] = ()  # past matters it rests on, the newest first


def suggest(session: Session, typed: Typed, values: Mapping[str, Any] | None = None) -> Suggesting:
    """What to propose for this form, bodies first; a generator whose every step is short.

    A field that the clerk filled with something else is left alone.
    """
    now, found = values or {}, known(session)
    made: list[Suggestion] = []
    category_id = typed.category_id
    text = f"{typed.title}\n{typed.content}"
    if found is not None and found.records >= ENOUGH and len(text) > SHORTEST:
        yield
        category = yield from _category(session, found, typed)
        yield
        if category is not None and category_id is None:
            category_id = int(category.value) if isinstance(category.value, int) else None
        body = yield from _body(session, found, typed, category_id)
        made += [entry for entry in (body, category) if entry is not None]
    yield
    made += deputies_of(session, typed.village_id)
    return [entry for entry in made if _wanted(entry, now.get(entry.field))]


def _wanted(made: Suggestion, now: Any) -> bool:
    if isinstance(made.value, tuple):
        return not now or set(now) <= set(made.value)
    return now in (None, made.value)


def _category(session: Session, found: Learned, typed: Typed) -> One:
    """The category of matters that speak alike; only its first level where nothing nearer is sure."""
    features = features_of(typed.title, typed.content)
    if len(found.top.totals) < 2:
        return None
    top, sure = certain(found.top.scores(features), features)
    yield
    if sure < SURE or found.top.docs.get(top, 0) < FEW:
        return None
    answer, basis = top, found.top
    below = [id_ for id_, count in found.category.docs.items() if count >= FEW and found.top_of(id_) == top]
    if len(below) > 1:
        leaf, near = certain(found.category.scores(features, below), features)
        if near >= SURE:
            answer, basis = leaf, found.category
    elif below:
        answer, basis = below[0], found.category
    yield
    category = session.find(Category, answer)
    if category is None or category.retired_on:
        return None
    words = shared_words(f"{typed.title}\n{typed.content}", _strongest(basis.telling(features, answer)), 2)
    yield
    alike, count = _alike(session, found, answer)
    said = f"说到{'、'.join(words)}，" if words else ""
    numbers = f"，如 {'、'.join(number for _, number in alike)}" if alike else ""
    why = f"{said}同类的已办过 {count} 件{numbers}"
    return Suggestion(
        "category_id", answer, "分类", category_path(session, answer), why, tuple(id_ for id_, _ in alike)
    )


def _strongest(telling: Mapping[str, float]) -> set[str]:
    return set(sorted(telling, key=lambda pair: (-telling[pair], pair))[:40])


def _alike(session: Session, found: Learned, answer: int) -> tuple[list[tuple[int, str]], int]:
    """The newest confirmed matters of a category with their short numbers, and how many it has learned from."""
    rows = newest(session, f"id, number, {IS_CONFIRMED}", "category_id = ?", (answer,), 20)
    alike = [(id_, _short(number)) for id_, number, confirmed in rows if confirmed and number][:2]
    return alike, found.category.docs.get(answer, 0) or found.top.docs.get(answer, 0)


def _short(number: str) -> str:
    """0127 号 of 社情民意〔2026〕0127号."""
    return f"{number.rpartition('〕')[2].removesuffix('号')} 号"


def _body(session: Session, found: Learned, typed: Typed, category_id: int | None) -> One:
    """The body that matters of this kind went to."""
    features = found.body_features(typed.title, typed.content, typed.village_id, category_id)
    if not found.body.totals:
        return None
    if len(found.body.totals) == 1:
        answer, sure = next(iter(found.body.totals)), 1.0
    else:
        answer, sure = certain(found.body.scores(features), features)
    yield
    if sure < BODY_SURE or found.body.docs.get(answer, 0) < FEW:
        return None
    body = session.find(HandlingBody, answer)
    if body is None or body.retired_on:
        return None
    why, matters = _because(session, typed, category_id, body)
    yield
    if not why:
        telling = {pair: gain for pair, gain in found.body.telling(features, answer).items() if pair[0] != "#"}
        words = shared_words(f"{typed.title}\n{typed.content}", _strongest(telling), 2)
        why = f"说到{'、'.join(words)}的多由{body.name}办理" if words else f"相近的件多由{body.name}办理"
    return Suggestion("proposed_body_id", answer, "承办单位", body.name, why, matters)


def _because(
    session: Session, typed: Typed, category_id: int | None, body: HandlingBody
) -> tuple[str, tuple[int, ...]]:
    """柳河村同类 5 件都交镇卫生院办理: counted in the newest of the category, of this village if it has some."""
    if category_id is None:
        return "", ()
    columns = f"id, lead_body_id, village_id, {IS_CONFIRMED}"
    known = [row for row in newest(session, columns, "category_id = ?", (category_id,), LOOKED_AT) if row[1] and row[3]]
    for village_id in (typed.village_id, None) if typed.village_id else (None,):
        rows = [(row[0], row[1]) for row in known if village_id in (None, row[2])]
        mine = [id_ for id_, body_id in rows if body_id == body.id]
        if len(mine) >= (2 if village_id else FEW) and 2 * len(mine) > len(rows):
            village = session.find(Village, village_id)
            who = f"{village.name}同类" if village else "同类"
            if len(mine) == len(rows):
                return f"{who} {len(mine)} 件都交{body.name}办理", tuple(mine[:3])
            return f"{who} {len(rows)} 件中 {len(mine)} 件交{body.name}办理", tuple(mine[:3])
    return "", ()


def deputies_of(session: Session, village_id: int | None) -> list[Suggestion]:
    """The deputies whose constituency the village belongs to."""
    if village_id is None:
        return []
    sql = (
        "SELECT DISTINCT deputies.id, deputies.name, villages.name, villages.constituency FROM villages"
        " JOIN mandates ON mandates.constituency = villages.constituency AND mandates.status = 'active'"
        " JOIN deputies ON deputies.id = mandates.deputy_id AND deputies.retired_on IS NULL"
        " WHERE villages.id = ? AND villages.constituency <> '' AND (mandates.ends_on IS NULL OR mandates.ends_on >= ?)"
        " ORDER BY deputies.id LIMIT 3"
    )
    found = session.rows(sql, (village_id, session.today.isoformat()))
    if not found:
        return []
    names, village, constituency = "、".join(row[1] for row in found), found[0][2], found[0][3]
    why = f"{village}属{constituency}，{'都' if len(found) > 1 else ''}是这个选区的代表"
    return [Suggestion("deputy_ids", tuple(row[0] for row in found), "反映代表", names, why)]
