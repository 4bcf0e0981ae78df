"""A flow of approval as a table: which step leads from where to where, and the action (permission) it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .errors import RuleError
from .fields import Choice
from .permissions import Role, may


@dataclass(frozen=True)
class Step:
    label: str
    sources: tuple[Choice, ...]
    target: Choice
    action: str


def check_step(step: Step, status: Choice) -> None:
    """Refuse a step from a status it does not start at."""
    if status not in step.sources:
        raise RuleError(f"现在的状态是“{status.label}”，不能{step.label}。可能别人刚办过，请看一下过程。")


def open_steps(steps: Mapping[str, Step], status: Choice, roles: Iterable[Role]) -> list[str]:
    """The names of the steps that a person with these roles may take now."""
    return [name for name, step in steps.items() if status in step.sources and may(roles, step.action)]
