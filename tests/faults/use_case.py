"""One thing a person does that writes, as the faults try it: on a copy of the sample station, again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.session import Session
from tests.faults.desk import Desk

LETTER = Enclosed("来信.jpg", content=b"\xff\xd8letter" * 4000)


def nothing(_: Desk) -> Any:
    return None


@dataclass(frozen=True)
class UseCase:
    """`before` makes ready what `act` needs and answers with ids; both read the station of their own copy."""

    name: str
    act: Callable[[Desk, Any], Any]
    before: Callable[[Desk], Any] = nothing
    covers: Sequence[str] = ()  # writing functions, as the permission matrix names them
    may_wait: bool = False  # it is done though its line of the log waits for the disk
    logs_first: bool = False  # the log says it before the keyring is another one, which may be refused after that


def first(session: Session, status: Status, more: str = "1") -> int:
    """A matter of the sample station that stands at this status."""
    where = f"status = ? AND voided_on IS NULL AND {more}"
    return session.select(Opinion, where, (status.value,), order="id")[0].id


def all_of(session: Session, status: Status) -> list[int]:
    return [opinion.id for opinion in session.select(Opinion, "status = ? AND voided_on IS NULL", (status.value,))]


def case(covers: str, act: Any, before: Any = nothing) -> UseCase:
    """Called as the function it is about."""
    return UseCase(covers.removeprefix("models/").replace(".py ", ": "), act, before, [covers])
