"""Every form there is into one folder, as PDF and as Word: for a first look, and for a superior who wants them all."""

from __future__ import annotations

from pathlib import Path

from lianluozhan.models.durable import storage_errors
from lianluozhan.models.errors import RuleError
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS

from .orders import PrintOrder, Tick


def print_every(
    session: Session, folder: Path, tick: Tick = lambda done, total, what: None, *, is_blank: bool = False
) -> list[tuple[Path, bool]]:
    """Write them; each file with whether it is the empty form, because nothing is there to fill it."""
    with storage_errors():
        folder.mkdir(parents=True, exist_ok=True)
    titles = {**{number: form.title for number, form in FORMS.items()}, **LEDGERS}
    made = []
    for done, number in enumerate(sorted(titles), 1):
        for ending in ("pdf", "docx"):
            path = folder / f"{number}-{titles[number]}.{ending}"
            made.append((path, _written(session, number, path, is_blank=is_blank)))
        tick(done, len(titles), titles[number])
    return made


def _written(session: Session, number: str, path: Path, *, is_blank: bool) -> bool:
    if not is_blank:
        try:
            PrintOrder(number).carry_out(session, path)
            return False
        except RuleError:
            if number in LEDGERS:
                raise
    PrintOrder(number, is_blank=True).carry_out(session, path)
    return True
