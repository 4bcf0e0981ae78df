"""How this station wants its forms: the look of a form put on its document, and what of it can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianluozhan.models import looks, stations
from lianluozhan.models.looks import FormLook
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS
from lianluozhan.printing.look import Look, Parts, dressed, look_parts

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document


def titles() -> dict[str, str]:
    """Every form and ledger by its number."""
    return {number: form.title for number, form in FORMS.items()} | LEDGERS


def look_of(session: Session, number: str) -> Look | None:
    """The station's look of a form; None when it is printed as it came."""
    found = looks.look_of(session, number)
    return as_look(found) if found else None


def as_look(stored: FormLook) -> Look:
    return Look(
        stored.title, looks.pairs(stored.labels), looks.names(stored.hidden_columns), looks.pairs(stored.signatures)
    )


def dress(session: Session, number: str, document: Document) -> Document:
    """The document as this station prints it."""
    look = look_of(session, number)
    return dressed(document, look, usual_title(session, number)) if look else document


def usual_title(session: Session, number: str) -> str:
    """The title that stands on a form as it came."""
    return as_it_came(session, number).title


def as_it_came(session: Session, number: str) -> Document:
    """The blank form without the station's changes."""
    station = stations.station(session)
    if number in FORMS:
        return FORMS[number].draw(None, station)
    from lianluozhan.printing.forms.opinion_ledger import opinion_ledger

    return opinion_ledger([], station)


def parts_of(session: Session, number: str) -> Parts:
    """What of a form can be changed."""
    return look_parts(as_it_came(session, number))


def tried(session: Session, number: str, look: Look) -> Document:
    """The blank form as it would look."""
    usual = as_it_came(session, number)
    return dressed(usual, look, usual.title)
