"""The way back to the form that a draft belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianluozhan.models import opinions
from lianluozhan.models.drafts import Lying
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import STEPS, Opinion
from lianluozhan.models.opinions.handling import Dispatch, JointHandling

if TYPE_CHECKING:
    from .desk import Desk

GONE = "这张草稿对应的件已经找不到了，可能还原过数据。草稿还在，不要了就点“不要了”。"


def open_again(desk: Desk, lying: Lying) -> None:
    """Open the form of a draft; the form fills itself. RuleError when there is nothing to open any more."""
    room, _, rest = lying.form.partition(".")
    match room:
        case "registration":
            _open_registration(desk, lying.owner_id)
        case "step":
            _open_step(desk, rest, lying.owner_id)
        case "judge":
            _open_judgement(desk, rest, lying.owner_id)
        case "people":
            _open_people(desk, rest, lying.owner_id)
        case "station":
            _open_station(desk)


def _open_registration(desk: Desk, opinion_id: int) -> None:
    from .pages.opinion_page import OpinionPage

    if opinion_id and desk.session.find(Opinion, opinion_id) is None:
        raise RuleError(GONE)
    page = desk.go("opinions")
    assert isinstance(page, OpinionPage)
    if opinion_id:
        page.edit(opinion_id)
    else:
        page.register()


def _open_step(desk: Desk, name: str, owner_id: int) -> None:
    from .pages.opinion.step_drawers import open_joint_reply
    from .pages.opinion_page import OpinionPage

    name, _, paper = name.partition(".")
    joint = desk.session.find(JointHandling, owner_id) if name == "joint_reply" else None
    opinion_id = owner_id
    if name == "joint_reply":
        sent = desk.session.find(Dispatch, joint.dispatch_id) if joint else None
        opinion_id = sent.opinion_id or 0 if sent else 0
    opinion = desk.session.find(Opinion, opinion_id)
    if opinion is None:
        raise RuleError(GONE)
    page = desk.go("opinions", opinion.id)
    assert isinstance(page, OpinionPage)
    if joint is not None and page.record.file is not None:
        open_joint_reply(page.record, desk.session, page.record.file, joint.id)
        return
    able = opinions.paper_steps_for if paper else opinions.open_steps_for
    if name not in able(desk.session, opinion):
        why = opinions.why_not(desk.session, opinion, name) or "这一步现在不能办"
        raise RuleError(f"{why.rstrip('。')}。“{STEPS[name].label}”的草稿还在；不要了，就点“不要了”。")
    page.record.take(name, on_paper=bool(paper))


def _open_judgement(desk: Desk, step: str, opinion_id: int) -> None:
    from .pages.opinion_page import OpinionPage

    opinion = desk.session.find(Opinion, opinion_id)
    if opinion is None:
        raise RuleError(GONE)
    if step not in opinions.open_steps_for(desk.session, opinion):
        raise RuleError(f"这件现在是“{opinion.status.label}”，不用您办了。写的意见还在；不要了，就点“不要了”。")
    page = desk.page("opinions")
    assert isinstance(page, OpinionPage)
    page.open_review(opinion_id)
    desk.go("opinions")


def _open_people(desk: Desk, rest: str, record_id: int) -> None:
    from .pages.people_page import PeoplePage

    key, _, what = rest.partition(".")
    page = desk.go("people")
    assert isinstance(page, PeoplePage)
    page.open_section(key)
    if what == "add":
        page.section.add()
    else:
        page.open_record(record_id)
        page.section.edit(record_id)


def _open_station(desk: Desk) -> None:
    from .pages.system.station_section import StationSection

    desk.go_section("system", StationSection.KEY)
    section: StationSection | None = desk.current.findChild(StationSection)
    if section is not None:
        section.edit()
