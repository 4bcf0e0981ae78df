"""The newest opinions that meet a condition, read along the indexes by stage, never sorted as a whole."""

from __future__ import annotations

from typing import Any

from ..session import Session
from .figures import DONE, OPENED, STAGE

STAGES = (OPENED, DONE)  # what stands: under way, or done


def newest(
    session: Session, columns: str, condition: str, params: tuple[Any, ...], limit: int
) -> list[tuple[Any, ...]]:
    """Rows of `columns` (the id first) of matters under way or done, by the day they were received, newest first.

    `condition` names a column that leads an index, such as `village_id = ?`; it and `columns` are SQL of ours.
    """
    found: list[tuple[Any, ...]] = []
    for stage in STAGES:
        sql = (
            f"SELECT received_on, {columns} FROM opinions WHERE {condition} AND {STAGE} = '{stage}'"
            " ORDER BY received_on DESC, id DESC LIMIT ?"
        )
        found += session.rows(sql, (*params, limit))
    found.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return [row[1:] for row in found[:limit]]


def first_since(session: Session, since: str) -> int:
    """The smallest id, or nearly, of those received on a day or later: of each stage the earliest received."""
    found = [
        session.value(
            f"SELECT id FROM opinions WHERE {STAGE} = '{stage}' AND received_on >= ? ORDER BY received_on, id LIMIT 1",
            (since,),
        )
        for stage in STAGES
    ]
    return min((int(id_) for id_ in found if id_ is not None), default=0)


def open_before(session: Session, since: str, limit: int) -> set[int]:
    """Matters that were received before a day and are still under way."""
    sql = (
        f"SELECT id FROM opinions WHERE {STAGE} = '{OPENED}' AND received_on < ?"
        " ORDER BY received_on DESC, id DESC LIMIT ?"
    )
    return {id_ for (id_,) in session.rows(sql, (since, limit))}
