"""The fields about a person: name, telephone, identity number, address. They tidy and doubt, and never refuse."""

from __future__ import annotations

from lianluozhan.models.identity_numbers import number_doubts, plain_identity
from lianluozhan.models.people_names import one_dot, tidy_name
from lianluozhan.models.phones import identity_doubt, phone_doubt, plain_figures

from .line_editor import LineEditor
from .pasting import one_line


class NameEditor(LineEditor):
    """A name: the dot of ethnic names in one way, blanks inside 张 三 gone when the field is left."""

    def as_typed(self, text: str) -> str:
        return one_dot(one_line(text))

    def as_left(self, text: str) -> str:
        return tidy_name(text)


class PhoneEditor(LineEditor):
    """Telephone numbers: figures of a Chinese keyboard become plain ones, an odd number is doubted in grey."""

    def as_typed(self, text: str) -> str:
        return plain_figures(one_line(text))

    def doubts(self, text: str) -> list[str]:
        return phone_doubt(text)


class IdentityEditor(LineEditor):
    """An identity number: plain figures, its check digit looked at, an odd one doubted in grey."""

    def as_typed(self, text: str) -> str:
        return plain_figures(one_line(text))

    def as_left(self, text: str) -> str:
        return plain_identity(text)

    def doubts(self, text: str) -> list[str]:
        return number_doubts(text)[:1]


class AddressEditor(LineEditor):
    """An address; an identity number in it is said to be unnecessary."""

    def doubts(self, text: str) -> list[str]:
        return identity_doubt(text)
