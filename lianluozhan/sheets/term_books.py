"""The books of a term that is being closed: the service file of each deputy as one PDF in one folder (3.1.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from lianluozhan.models.deputies import Deputy
from lianluozhan.models.session import Session
from lianluozhan.models.terms import Term

from .deputy_file import NUMBER
from .orders import PrintOrder

Tick = Callable[[int, int, str], object]
_FORBIDDEN = '\\/:*?"<>|'


def file_name(term: Term, deputy: Deputy) -> str:
    """第十八届履职档案 赵明山（12）.pdf: two of one name have different numbers."""
    name = "".join(
        " " if sign in _FORBIDDEN or ord(sign) < 32 else sign for sign in f"{term.name}履职档案 {deputy.name}"
    )
    return f"{name.strip()}（{deputy.id}）.pdf"


def write_books(session: Session, term: Term, deputy_ids: Sequence[int], folder: Path, tick: Tick) -> list[Path]:
    """Write them one by one, each into the print log; `tick` may raise to stop, what is written by then stays."""
    written = []
    for done, deputy_id in enumerate(deputy_ids):
        deputy = session.get(Deputy, deputy_id)
        tick(done, len(deputy_ids), deputy.name)
        path = folder / file_name(term, deputy)
        PrintOrder(NUMBER, deputy_id).carry_out(session, path)
        written.append(path)
    tick(len(deputy_ids), len(deputy_ids), "")
    return written
