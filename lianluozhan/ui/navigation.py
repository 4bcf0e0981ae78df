"""The rooms of the program, in the order of the left side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lianluozhan.models.session import Session

from .page import Page


@dataclass(frozen=True)
class Room:
    """One entry of the navigation; `needs` is any permission that opens it, empty for everybody."""

    key: str
    label: str
    icon: str
    needs: tuple[str, ...]
    build: Callable[[Any], Page]


def _today(desk: Any) -> Page:
    from .pages.today_page import TodayPage

    return TodayPage(desk)


def _opinions(desk: Any) -> Page:
    from .pages.opinion_page import OpinionPage

    return OpinionPage(desk)


def _deputies(desk: Any) -> Page:
    from .pages.deputies_page import DeputiesPage

    return DeputiesPage(desk)


def _archive(desk: Any) -> Page:
    from .pages.archive_page import ArchivePage

    return ArchivePage(desk)


def _registers(desk: Any) -> Page:
    from .pages.registers_page import RegistersPage

    return RegistersPage(desk)


def _receptions(desk: Any) -> Page:
    from .pages.receptions_page import ReceptionsPage

    return ReceptionsPage(desk)


def _people(desk: Any) -> Page:
    from .pages.people_page import PeoplePage

    return PeoplePage(desk)


def _statistics(desk: Any) -> Page:
    from .pages.statistics_page import StatisticsPage

    return StatisticsPage(desk)


def _system(desk: Any) -> Page:
    from .pages.system_page import SystemPage

    return SystemPage(desk)


ROOMS = (
    Room("today", "今日", "calendar-check", ("opinion.read",), _today),
    Room("opinions", "社情民意", "message-square-text", ("opinion.read",), _opinions),
    Room("receptions", "代表接待", "handshake", ("opinion.read",), _receptions),
    Room("deputies", "代表", "square-user-round", ("opinion.read", "staff.edit"), _deputies),
    Room("archive", "档案", "archive", ("archive.read",), _archive),
    Room("registers", "登记簿", "book-open", ("opinion.read",), _registers),
    Room("people", "人员和单位", "users", ("opinion.read", "staff.edit"), _people),
    Room("statistics", "统计", "chart-column", ("opinion.read",), _statistics),
    Room("system", "系统", "settings", (), _system),
)


def rooms_for(session: Session) -> list[Room]:
    """The rooms this person may enter."""
    return [room for room in ROOMS if not room.needs or any(session.may(need) for need in room.needs)]
