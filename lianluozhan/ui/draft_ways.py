"""The way back to the form that a draft belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianluozhan.models import opinions
from lianluozhan.models.drafts import Lying
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import STEPS, Opinion
from lianluozhan.models.opinions.flow import EDITABLE
from lianluozhan.models.opinions.handling import Dispatch, JointHandling
from lianluozhan.models.opinions.reminding import why_no_reminder
from lianluozhan.models.origins import Origin

if TYPE_CHECKING:
    from .desk import Desk
    from .pages.opinion.record_view import RecordView

GONE = "这张草稿对应的件已经找不到了，可能还原过数据。草稿还在，不要了就点“不要了”。"

NOT_MINE = "您现在的岗位不办这件事。草稿还在；不要了，就点“不要了”。"
OF_SECTIONS = ("deputies", "receptions", "people", "registers", "archive")  # the rooms made of sections


def open_again(desk: Desk, lying: Lying) -> None:
    """Open the form of a draft; the form fills itself. RuleError when there is nothing to open any more."""
    room, _, rest = lying.form.partition(".")
    key = room if room in (*OF_SECTIONS, "statistics") else "system" if room == "station" else "opinions"
    if key not in [known.key for known in desk.rooms]:
        raise RuleError(NOT_MINE)
    match room:
        case "registration":
            _open_registration(desk, lying.owner_id, rest)
        case "step":
            _open_step(desk, rest, lying.owner_id)
        case "judge":
            _open_judgement(desk, rest, lying.owner_id)
        case "statistics":
            _open_report(desk, rest, lying.owner_id)
        case "station":
            _open_station(desk)
        case _ if room in OF_SECTIONS:
            _open_section(desk, room, rest, lying.owner_id)


def _open_registration(desk: Desk, owner_id: int, table: str) -> None:
    """The form of a draft or of one sent back; a new one; or one of what stands in the register `table`."""
    from .pages.opinion_page import OpinionPage

    opinion_id = 0 if table else owner_id
    opinion = desk.session.find(Opinion, opinion_id) if opinion_id else None
    if opinion_id and opinion is None:
        raise RuleError(GONE)
    if not desk.session.may("opinion.edit" if opinion else "opinion.register"):
        raise RuleError(NOT_MINE)
    if opinion is not None and (opinion.voided_on or opinion.status not in EDITABLE):
        state = "作废" if opinion.voided_on else opinion.status.label
        raise RuleError(f"这件已是“{state}”，登记内容不能再改。草稿还在；不要了，就点“不要了”。")
    page = desk.go("opinions")
    assert isinstance(page, OpinionPage)
    if table:
        page.register_from(Origin(table, owner_id))
    elif opinion_id:
        page.edit(opinion_id)
    else:
        page.register()


def _open_step(desk: Desk, name: str, owner_id: int) -> None:
    from .pages.opinion.step_drawers import open_joint_reply
    from .pages.opinion_page import OpinionPage

    name, _, paper = name.partition(".")
    from .pages.opinion import press_panel

    joint = desk.session.find(JointHandling, owner_id) if name == "joint_reply" else None
    opinion_id = owner_id
    if name == "joint_reply":
        sent = desk.session.find(Dispatch, joint.dispatch_id) if joint else None
        opinion_id = sent.opinion_id or 0 if sent else 0
    elif name in press_panel.DRAFTS and name != "apply":
        opinion_id = press_panel.matter_of(desk.session, name, owner_id)
    opinion = desk.session.find(Opinion, opinion_id)
    if opinion is None:
        raise RuleError(GONE)
    page = desk.go("opinions", opinion.id)
    assert isinstance(page, OpinionPage)
    if joint is not None and page.record.file is not None:
        open_joint_reply(page.record, desk.session, page.record.file, joint.id)
        return
    if name in ("pause", "resume", "remind"):
        _open_beside(page.record, opinion, name)
        return
    if name in press_panel.DRAFTS:
        press_panel.open_again(page.record, name, owner_id, on_paper=bool(paper))
        return
    able = opinions.paper_steps_for if paper else opinions.open_steps_for
    if name not in able(desk.session, opinion):
        why = opinions.why_not(desk.session, opinion, name) or "这一步现在不能办"
        raise RuleError(f"{why.rstrip('。')}。“{STEPS[name].label}”的草稿还在；不要了，就点“不要了”。")
    page.record.take(name, on_paper=bool(paper))


def _open_beside(view: RecordView, opinion: Opinion, name: str) -> None:
    """What is written about a matter without moving it on."""
    refusals = {
        "remind": why_no_reminder(opinion),
        "pause": opinions.why_no_pause(opinion),
        "resume": "" if opinions.is_paused(opinion) else "现在没有停计期限",
    }
    if not view.session.may("opinion.supervise" if name == "remind" else "opinion.pause"):
        raise RuleError(NOT_MINE)
    if refusals[name]:
        raise RuleError(f"{refusals[name].rstrip('。')}。草稿还在；不要了，就点“不要了”。")
    if name == "remind":
        view.remind()
    else:
        view.pause()


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


def _open_report(desk: Desk, genre: str, owner_id: int) -> None:
    from .pages.statistics_page import StatisticsPage

    if not desk.session.may("official.edit"):
        raise RuleError(NOT_MINE)
    page = desk.go("statistics")
    assert isinstance(page, StatisticsPage)
    page.open_draft(genre, owner_id)


def _open_section(desk: Desk, room: str, rest: str, record_id: int) -> None:
    from .pages.sections.section_page import SectionPage

    key, _, what = rest.partition(".")
    page = desk.go(room)
    assert isinstance(page, SectionPage)
    page.open_section(key)
    if not page.section.may_edit:
        raise RuleError(NOT_MINE)
    page.section.open_draft(what, record_id)


def _open_station(desk: Desk) -> None:
    from .pages.system.station_section import StationSection

    desk.go_section("system", StationSection.KEY)
    section: StationSection | None = desk.current.findChild(StationSection)
    if section is None or not desk.session.may("station.edit"):
        raise RuleError(NOT_MINE)
    section.edit()
