"""One time a body was pressed, or one application of a body, with all of its matter: for paper (F13, F14, F15)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..places import HandlingBody
from ..session import Session
from ..staff import Staff
from .applying import Application, return_limit
from .file import DispatchFile, OpinionFile, file_of, masked
from .supervising import Level, Supervision


@dataclass(frozen=True)
class PressFile:
    """A press with its matter; `times` says which reminder of the matter it is, those voided not counted."""

    press: Supervision
    file: OpinionFile
    sent: DispatchFile | None
    times: int
    staff_name: str = ""


@dataclass(frozen=True)
class ApplicationFile:
    """An application with its matter and the body that is wished for."""

    application: Application
    file: OpinionFile
    sent: DispatchFile | None
    wanted_body: HandlingBody | None
    is_late: bool = False


def press_file(session: Session, press_id: int) -> PressFile:
    """Read a press and everything of its matter."""
    press = session.get(Supervision, press_id)
    file = file_of(session, press.opinion_id or 0)
    staff = session.find(Staff, press.staff_id)
    earlier = [
        other
        for other in file.presses
        if other.level is Level.REMINDER
        and other.voided_on is None
        and other.dispatch_id == press.dispatch_id
        and _at(other) <= _at(press)
    ]
    return PressFile(press, file, _sent(file, press.dispatch_id), len(earlier), staff.name if staff else "")


def application_file(session: Session, application_id: int) -> ApplicationFile:
    """Read an application and everything of its matter."""
    made = session.get(Application, application_id)
    file = file_of(session, made.opinion_id or 0)
    sent = _sent(file, made.dispatch_id)
    late = sent is not None and made.applied_on is not None and made.applied_on > return_limit(session, sent.dispatch)
    return ApplicationFile(made, file, sent, session.find(HandlingBody, made.wanted_body_id), late)


def masked_press(found: PressFile) -> PressFile:
    """The same without who brought the matter (4.7.2)."""
    file = masked(found.file)
    press = next((one for one in file.presses if one.id == found.press.id), found.press)
    return replace(found, file=file, press=press, sent=_sent(file, press.dispatch_id))


def masked_application(found: ApplicationFile) -> ApplicationFile:
    """The same without who brought the matter (4.7.2)."""
    file = masked(found.file)
    made = next((one for one in file.applications if one.id == found.application.id), found.application)
    return replace(found, file=file, application=made, sent=_sent(file, made.dispatch_id))


def _sent(file: OpinionFile, dispatch_id: int | None) -> DispatchFile | None:
    return next((sent for sent in file.dispatches if sent.dispatch.id == dispatch_id), None)


def _at(press: Supervision) -> tuple[str, int]:
    return (press.acted_on.isoformat() if press.acted_on else "", press.id)
