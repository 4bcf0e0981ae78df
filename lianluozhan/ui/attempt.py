"""The one place where a refusal of the models becomes a message to the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from lianluozhan.models.errors import InvalidRecord, RuleError, StorageError

from .question import tell

Result = TypeVar("Result")


def attempt(
    parent: QWidget, action: Callable[[], Result], *, saved: Callable[[Result], object] | None = None
) -> Result | None:
    """Run an action of the models, then `saved` with its result; a bug is not caught here."""
    try:
        result = action()
    except InvalidRecord as refusal:
        show = getattr(parent, "show_problems", None)
        if show is None:
            tell(parent, str(refusal))
        else:
            show(refusal.problems)
        return None
    except (RuleError, StorageError) as refusal:
        tell(parent, str(refusal))
        return None
    if saved is not None:
        saved(result)
    return result
