"""What forms of one kind of record need to know of it: how it is read, masked, and called in few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lianluozhan.models.errors import RuleError
from lianluozhan.models.session import Session

Refusal = Callable[[Any], str]


def _as_it_is(record: Any) -> Any:
    return record


@dataclass(frozen=True)
class Source:
    """Records of one table as the forms get them.

    `read` gives what the form draws; `masked` hides whom it concerns; `keeps_secret` says whether he asked for it;
    `name` is how the record is called in a heading or a file name; `refusals` say, by form, why it cannot be printed
    yet (empty when it can); `unit` is what such records are counted in.
    """

    read: Callable[[Session, int], Any]
    name: Callable[[Session, int], str]
    masked: Callable[[Any], Any] = _as_it_is
    keeps_secret: Callable[[Any], bool] = lambda record: False
    refusals: Mapping[str, Refusal] = field(default_factory=dict)
    unit: str = "件"
    every: Callable[[Session], list[int]] | None = None  # all there are, of a kind that is no table of its own

    @property
    def hides_somebody(self) -> bool:
        """Whether there is anybody in such records who can be hidden."""
        return self.masked is not _as_it_is

    def check_ready(self, number: str, record: Any) -> None:
        """RuleError when a form cannot be printed of this record yet."""
        refuse = self.refusals.get(number)
        if refuse and (words := refuse(record)):
            raise RuleError(words)
