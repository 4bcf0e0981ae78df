"""The drawers of 鉴定销毁: who appraises, what is said of each 件, approval, destruction (4.6.3, F85)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from lianluozhan.models import staff
from lianluozhan.models.archive import appraisal_approval, appraising, destroying
from lianluozhan.models.archive.appraising import Appraisal, AppraisalDecision, AppraisalLine
from lianluozhan.models.archive.destroying import Destruction
from lianluozhan.models.opinions import holders
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.staff import Post

from ...editors import AttachmentEditor, LineEditor, NameEditor, NumberEditor, OptionRow, TextEditor
from ..sections.section import needed, needed_day, one_of
from .working import at_once

if TYPE_CHECKING:
    from .appraisal_section import AppraisalSection

SCANS = "图片和 PDF (*.jpg *.jpeg *.png *.pdf)"
DECISIONS = [(decision, decision.label) for decision in AppraisalDecision]


def begin(section: AppraisalSection, ids: list[int]) -> None:
    """Who appraises these 件."""
    drawer = section.drawer("开始鉴定", f"{len(ids)} 件", act="开始鉴定")
    _put(drawer.fields, Appraisal(title=f"{section.session.today.year}年到期档案鉴定"))
    section.keep_draft(drawer, what="begin")

    def act(values: dict[str, Any]) -> Appraisal:
        deed = partial(appraising.begin, section.session, ids, values["members"], values["title"])
        return at_once(section.page, "正在列鉴定清册", deed)

    drawer.open(act, section.back_to)


def edit(section: AppraisalSection, made: Appraisal) -> None:
    """What is said of the whole appraisal."""
    drawer = section.drawer("修改鉴定", made.number)
    _put(drawer.fields, made)
    drawer.fields.put(
        "鉴定意见", TextEditor("finding", lines=4, max_length=1000), hint="鉴定小组的总意见，提交审批以前要写。"
    )
    drawer.fields.put("备注", LineEditor("note", max_length=200))
    drawer.fields.set_values({"finding": made.finding, "note": made.note})
    section.keep_draft(drawer, made)
    drawer.open(lambda values: appraising.edit(section.session, made.id, **values), section.stored)


def _put(fields: Any, made: Appraisal) -> None:
    hint = "至少三个人，姓名用顿号隔开。"
    fields.put("名称", LineEditor("title", max_length=80), required=True)
    fields.put("鉴定小组", LineEditor("members", max_length=120), required=True, hint=hint)
    fields.set_values({"title": made.title, "members": made.members})


def judge(section: AppraisalSection, made: Appraisal, ids: list[int]) -> None:
    """What the group says of these 件."""
    lines = {line.item_id: line for line in appraising.lines_of(section.session, made.id)}
    first, year = lines[ids[0]], section.session.today.year
    about = first.archival_number if len(ids) == 1 else f"{len(ids)} 件，意见和处理相同"
    drawer = section.drawer("写鉴定意见", about, act="写好")
    drawer.fields.put("处理", OptionRow("decision", DECISIONS), required=True)
    drawer.fields.put(
        "续存到哪一年底",
        NumberEditor("until", minimum=year + 1, maximum=2199, unit="年"),
        hint="空着就是永久保存。",
    )
    drawer.fields.put(
        "鉴定意见",
        TextEditor("opinion", lines=3, max_length=200),
        required=True,
        hint="例如：没有继续保存的价值；有县领导批示，续存。",
    )
    end = first.kept_until.year if first.kept_until and first.kept_until.year > year else None
    drawer.fields.set_values({"decision": first.decision, "opinion": first.opinion, "until": end})
    decision = drawer.fields.editors()["decision"]

    def turn() -> None:
        drawer.fields.show_field("until", decision.value() is AppraisalDecision.EXTEND)

    decision.changed.connect(turn)
    turn()

    def act(values: dict[str, Any]) -> list[AppraisalLine]:
        said = values["opinion"], values["decision"], values.get("until")
        return at_once(section.page, "正在写鉴定意见", partial(appraising.judge, section.session, made.id, ids, *said))

    drawer.open(act, lambda _: section.read_sheet())


def approve(section: AppraisalSection, made: Appraisal) -> None:
    """The head approves."""
    lines = appraising.lines_of(section.session, made.id)
    gone = sum(line.decision is AppraisalDecision.DESTROY for line in lines)
    about = f"续存 {len(lines) - gone} 件，销毁 {gone} 件。批准以后续存的马上改期限，销毁的由两人监销。"
    drawer = section.drawer("批准鉴定", f"{made.number}　{about}", act="批准")
    drawer.fields.put("批准意见", TextEditor("words", lines=3, max_length=200), required=True)
    drawer.fields.set_values({"words": "同意。"})

    def act(values: dict[str, Any]) -> Appraisal:
        deed = partial(appraisal_approval.approve, section.session, made.id, values["words"])
        return at_once(section.page, "正在登记批准", deed)

    drawer.open(act, section.stored)


def send_back(section: AppraisalSection, made: Appraisal) -> None:
    """The head gives it back."""
    drawer = section.drawer("退回鉴定", made.number, act="退回")
    hint = "经手人看了就知道改什么。"
    drawer.fields.put("退回的原因", TextEditor("words", lines=3, max_length=190), required=True, hint=hint)
    drawer.open(lambda values: appraisal_approval.send_back(section.session, made.id, values["words"]), section.stored)


def record_signed(section: AppraisalSection, made: Appraisal) -> None:
    """The approval from the signed list."""
    drawer = section.drawer("补录签字件", made.number, act="补录")
    people, today = staff.choices(section.session), section.session.today
    usual = holders(section.session, Post.HEAD, today)
    signer = one_of("approved_by", people, usual[0].id if usual else None)
    drawer.fields.put("批准人", signer, required=True, hint="看清册上的签字。")
    drawer.fields.put("批准日期", section.day("approved_on", today), required=True)
    drawer.fields.put("批准意见", TextEditor("words", lines=2, max_length=200), required=True)
    drawer.fields.put("扫描件", AttachmentEditor("scan", kinds=SCANS), hint="可以以后补")
    drawer.fields.set_values({"words": "同意。"})

    def act(values: dict[str, Any]) -> Appraisal:
        scan = values["scan"][0] if values["scan"] else None
        who = needed(values, "approved_by", "批准人")
        signed = Signed(who, needed_day(values, "approved_on", "批准日期"), scan)
        deed = partial(appraisal_approval.record_signed, section.session, made.id, signed, values["words"])
        return at_once(section.page, "正在登记批准", deed)

    drawer.open(act, section.stored)


def destroy(section: AppraisalSection, made: Appraisal) -> None:
    """Who watched, where, how and when."""
    lines = appraising.lines_of(section.session, made.id)
    gone = [line for line in lines if line.done_on is None]
    pages = sum(line.pages or 0 for line in gone)
    about = f"{made.number}　{len(gone)} 件，{pages} 页。纸质件和电子档案包里的一份一起销毁，目录里的一行留着。"
    drawer = section.drawer("登记销毁", about, act="登记销毁")
    fields, hint = drawer.fields, "不能是经手人和批准人。"
    fields.put("监销人一", NameEditor("first_supervisor", max_length=50), required=True, hint=hint)
    fields.put("监销人二", NameEditor("second_supervisor", max_length=50), required=True, hint=hint)
    fields.put("销毁日期", section.day("destroyed_on", section.session.today), required=True)
    fields.put("销毁地点", LineEditor("destroyed_place", max_length=80), required=True)
    fields.put("销毁方式", LineEditor("destroyed_way", max_length=40), required=True, hint="例如：化浆、粉碎。")
    section.keep_draft(drawer, made, what="destroy")

    def act(values: dict[str, Any]) -> Appraisal:
        day: date = needed_day(values, "destroyed_on", "销毁日期")
        done = Destruction(**{**values, "destroyed_on": day})
        return at_once(section.page, "正在登记销毁", partial(destroying.destroy, section.session, made.id, done))

    drawer.open(act, section.stored)
