"""What each kind of form is printed of: how the record is read, masked, and called in few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lianluozhan.models import opinions
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion, OpinionFile
from lianluozhan.models.session import Session

Refusal = Callable[[Any], str]


@dataclass(frozen=True)
class Source:
    """Records of one table as the forms get them.

    `read` gives what the form draws; `masked` hides whom it concerns; `keeps_secret` says whether he asked for it;
    `name` is how the record is called in a heading or a file name; `refusals` say, by form, why it cannot be printed
    yet (empty when it can); `unit` is what such records are counted in.
    """

    read: Callable[[Session, int], Any]
    name: Callable[[Session, int], str]
    masked: Callable[[Any], Any] = lambda record: record
    keeps_secret: Callable[[Any], bool] = lambda record: False
    refusals: Mapping[str, Refusal] = field(default_factory=dict)
    unit: str = "件"

    def check_ready(self, number: str, record: Any) -> None:
        """RuleError when a form cannot be printed of this record yet."""
        refuse = self.refusals.get(number)
        if refuse and (words := refuse(record)):
            raise RuleError(words)


def _opinion_name(session: Session, opinion_id: int) -> str:
    number = session.get(Opinion, opinion_id).number
    return f"{number.rpartition('〕')[2].removesuffix('号')}号" if number else "草稿"


def _not_declined(file: OpinionFile) -> str:
    if file.opinion.decline_ground:
        return ""
    return "这件不是“不予受理”，不用打印告知单。请先在登记表上选不予受理的情形。"


def _not_dispatched(file: OpinionFile) -> str:
    return "" if file.dispatches else "这件还没有交办，打印不出交办单。请先办理交办。"


SOURCES: dict[str, Source] = {
    "opinions": Source(
        read=opinions.file_of,
        name=_opinion_name,
        masked=opinions.masked,
        keeps_secret=lambda file: file.opinion.keeps_secret,
        refusals={"F11": _not_declined, "F12": _not_dispatched},
    ),
}
