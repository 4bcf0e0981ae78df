"""One drawer a step: what is asked for, and the one function of the models that does it.

With `on_paper` the same drawer also asks who signed the sheet and when, and takes its scan (代录签字件).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from lianluozhan.models import opinions, places, staff
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Opinion, OpinionFile, Signed, Status
from lianluozhan.models.opinions.handling import DueClass, Evaluation, Feedback, Reply, Satisfaction, Told, Way
from lianluozhan.models.opinions.record import DeclineGround, ResultClass
from lianluozhan.models.phrases import Purpose
from lianluozhan.models.places import BodyKind
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post

from ...drawer import Drawer
from ...editors import (
    AttachmentEditor,
    ChoiceEditor,
    DayEditor,
    LineEditor,
    NameEditor,
    OptionRow,
    PhoneEditor,
    PickEditor,
    PickManyEditor,
    TextEditor,
)
from ...field_column import FieldColumn
from ...phrase_bar import PhraseBar
from . import closing_drawers
from .record_parts import named

Values = dict[str, Any]
Deed = Callable[[Values], Any]


@dataclass(frozen=True)
class About:
    """The record a drawer is about, and whether a signed sheet is typed in."""

    session: Session
    file: OpinionFile
    on_paper: bool = False
    accept: bool | None = None  # how a judgement stands when its drawer opens; as the officer proposed, if not said

    @property
    def id(self) -> int:
        return self.file.opinion.id

    def day(self, name: str) -> DayEditor:
        editor = DayEditor(name, today=lambda: self.session.today)
        editor.set_value(self.session.today)
        return editor

    def signed(self, values: Values) -> Signed | None:
        """The signature that was typed in, if a signed sheet is."""
        if not self.on_paper:
            return None
        scans: Sequence[Any] = values["scan"]
        return Signed(values["signed_by"], values["signed_on"] or self.session.today, scans[0] if scans else None)


def open_step(
    page: QWidget,
    session: Session,
    file: OpinionFile,
    name: str,
    *,
    on_paper: bool = False,
    accept: bool | None = None,
    done: Callable[[Any], object] = lambda result: None,
) -> Drawer:
    """Open the drawer of a step; the deed is done with what was filled in."""
    about = About(session, file, on_paper, accept)
    title, act, ask = _DRAWERS[name]
    note = f"记为：纸质签字，{session.staff.name}代录" if on_paper else ""
    drawer = Drawer(page, f"补录签字件：{title}" if on_paper else title, named(file), act=act, note=note)
    if on_paper:
        _ask_signature(drawer.fields, about, name)
    deed = ask(drawer.fields, about)
    kind = f"step.{name}.paper" if on_paper else f"step.{name}"
    keep_draft(drawer, session, file, kind, f"{'补录签字件：' if on_paper else ''}{title}")
    return drawer.open(deed, done)


def open_joint_reply(page: QWidget, session: Session, file: OpinionFile, joint_id: int) -> Drawer:
    """A joint body's opinion to the lead."""
    about = About(session, file)
    drawer = Drawer(page, "登记会办意见", named(file))
    drawer.fields.put("会办意见", TextEditor("opinion_text", lines=5, max_length=5000), required=True)
    drawer.fields.put("会办日期", about.day("replied_on"), required=True)
    keep_draft(drawer, session, file, "step.joint_reply", "登记会办意见", owner_id=joint_id)
    return drawer.open(
        lambda values: opinions.joint_reply(session, joint_id, values["opinion_text"], values["replied_on"])
    )


def keep_draft(
    drawer: Drawer, session: Session, file: OpinionFile, kind: str, title: str, *, owner_id: int = 0
) -> None:
    """Keep what is typed into a filled drawer about an opinion; `owner_id` where it is about a part of it."""
    drawer.keep_draft(
        session,
        kind,
        owner_id or file.opinion.id,
        f"{title}（{named(file)}）",
        record=lambda _: session.find(Opinion, file.opinion.id),
        same_fields=False,
    )


# The signature on paper ----------------------------------------------------------------------------------------


def _ask_signature(fields: FieldColumn, about: About, name: str) -> None:
    signer = ChoiceEditor("signed_by", staff.choices(about.session))
    posts = {"submit": Post.LIAISON_OFFICER, "review": Post.VICE_HEAD}
    post = posts.get(name, Post.HEAD)
    if name == "send_back" and about.file.opinion.status is Status.IN_REVIEW:
        post = Post.VICE_HEAD
    usual = opinions.holders(about.session, post, about.session.today)
    if usual:
        signer.set_value(usual[0].id)
    fields.put("签字人", signer, required=True)
    fields.put("签字日期", about.day("signed_on"), required=True, hint="看签字件上的日期")
    fields.put("扫描件", AttachmentEditor("scan", kinds="图片和 PDF (*.jpg *.jpeg *.png *.pdf)"), hint="可以以后补")


# What each step asks for ---------------------------------------------------------------------------------------


def _ask_submit(fields: FieldColumn, about: About) -> Deed:
    fields.add_words("登记表由联络员签字后送审；编号在补录时给出。")
    return lambda v: opinions.submit(about.session, about.id, signed=about.signed(v))


def _ask_on_spot(fields: FieldColumn, about: About) -> Deed:
    fields.put("答复内容", TextEditor("content", lines=6), required=True, hint="照当时怎么答复的写")
    fields.put("答复日期", about.day("told_on"), required=True)
    fields.put("反映人是否满意", OptionRow("satisfaction", [(s, s.label) for s in Satisfaction]))
    fields.put("不满意原因", LineEditor("reason", max_length=500))
    return lambda v: opinions.answer_on_spot(
        about.session, about.id, v["content"], v["told_on"], v["satisfaction"], reason=v["reason"]
    )


def _ask_judgement(judge: Callable[..., Any], usual: str) -> Callable[[FieldColumn, About], Deed]:
    def ask(fields: FieldColumn, about: About) -> Deed:
        opinion = about.file.opinion
        accept = OptionRow("accept", [(True, "同意受理"), (False, "不予受理")])
        words = TextEditor("words", lines=3, max_length=5000)
        ground = ChoiceEditor("decline_ground", [(g, g.label) for g in DeclineGround], optional=True, empty="请选择")
        fields.put("结果", accept, required=True)
        fields.put("意见", words, required=True, hint="照纸上写的抄，一字不改" if about.on_paper else "")
        fields.put("不予受理的情形", ground, required=True)
        fields.put("引导去向", LineEditor("referral", max_length=100), hint="不填就用该情形通常的去向")
        declined = opinion.decline_ground is not None if about.accept is None else not about.accept
        fields.set_values({"decline_ground": opinion.decline_ground, "referral": opinion.referral})

        def turn() -> None:
            for name in ("decline_ground", "referral"):
                fields.show_field(name, accept.value() is False)

        accept.changed.connect(turn)
        accept.set_value(not declined)
        turn()
        if not about.on_paper:
            words.set_value("不予受理，请告知反映人去向。" if declined else usual)
        return lambda v: judge(
            about.session,
            about.id,
            v["words"],
            accept=v["accept"],
            ground=v.get("decline_ground"),
            referral=v.get("referral", ""),
            signed=about.signed(v),
        )

    return ask


def _ask_reason(
    label: str, do: Callable[[About, Values], Any], purpose: Purpose, *, hint: str = ""
) -> Callable[[FieldColumn, About], Deed]:
    def ask(fields: FieldColumn, about: About) -> Deed:
        reason = TextEditor("words", lines=4, max_length=5000)
        fields.put(label, reason, required=True, hint=hint)
        bar = PhraseBar(about.session, purpose, about.file.opinion.category_id)
        bar.serve(reason)
        fields.add(bar)
        return lambda v: do(about, v)

    return ask


def _ask_dispatch(fields: FieldColumn, about: About) -> Deed:
    session, opinion = about.session, about.file.opinion
    bodies = places.bodies(session, BodyKind.DEPARTMENT, BodyKind.SUPERIOR, BodyKind.VILLAGE)
    lead = PickEditor("lead_body_id", bodies, hint="打几个字就能找到")
    fields.put("主办单位", lead, required=True)
    fields.put("会办单位", PickManyEditor("joint_body_ids", bodies))
    fields.put("办理要求", TextEditor("requirement", lines=4, max_length=2000), required=True)
    fields.put("期限类别", OptionRow("due_class", [(c, c.label) for c in DueClass]), required=True)
    fields.put("交办日期", about.day("dispatched_on"), required=True)
    fields.put("办理期限", DayEditor("due_on", today=lambda: session.today), hint="不填就按期限类别推算")
    fields.set_values(
        {
            "lead_body_id": opinion.proposed_body_id,
            "requirement": opinion.request or "请调查核实，依法依规办理，并在期限内书面答复。",
            "due_class": DueClass.URGENT if opinion.urgency.value != "normal" else DueClass.NORMAL,
        }
    )
    return lambda v: opinions.dispatch(
        session,
        about.id,
        lead_body_id=_chosen(v, "lead_body_id", "主办单位"),
        joint_body_ids=v["joint_body_ids"],
        requirement=v["requirement"],
        due_class=v["due_class"],
        dispatched_on=v["dispatched_on"],
        due_on=v["due_on"],
        signed=about.signed(v),
    )


def _ask_self(fields: FieldColumn, about: About) -> Deed:
    session = about.session
    found = places.bodies(session, BodyKind.STATION, BodyKind.VILLAGE)
    body = ChoiceEditor("body_id", found)
    fields.put("由谁办理", body, required=True, hint="本站或村（社区）")
    fields.put("办理要求", TextEditor("requirement", lines=3, max_length=2000))
    fields.put("期限类别", OptionRow("due_class", [(c, c.label) for c in DueClass]), required=True)
    fields.set_values({"due_class": DueClass.NORMAL, "body_id": about.file.opinion.proposed_body_id})
    return lambda v: opinions.handle_self(
        session,
        about.id,
        body_id=_chosen(v, "body_id", "由谁办理"),
        requirement=v["requirement"],
        due_class=v["due_class"],
        signed=about.signed(v),
    )


def _ask_receive(fields: FieldColumn, about: About) -> Deed:
    fields.put("签收人", NameEditor("received_by", max_length=50), required=True, hint="看签收回执上的签名")
    fields.put("签收日期", about.day("received_on"), required=True)
    sent = about.file.dispatches[0].dispatch
    return lambda v: opinions.receive(about.session, sent.id, v["received_by"], v["received_on"])


def _ask_reply(fields: FieldColumn, about: About) -> Deed:
    result = OptionRow("result_class", [(c, f"{c.value} {c.label}") for c in ResultClass])
    fields.put("答复内容", TextEditor("content", lines=6), required=True, hint="照答复函抄")
    fields.put("结果类别", result, required=True)
    fields.put("承诺事项", TextEditor("promise", lines=2, max_length=1000), hint="B、C 两类要写明承诺或计划完成时间")
    fields.put("承诺完成时间", DayEditor("promised_on", today=lambda: about.session.today))
    fields.put("答复日期", about.day("replied_on"), required=True)
    fields.put("答复文号", LineEditor("document_number", max_length=40))
    fields.put("与反映人沟通", ChoiceEditor("way", [(w, w.label) for w in Way], optional=True, empty="没有写"))
    fields.put("承办人", NameEditor("handler", max_length=50))
    fields.put("承办人电话", PhoneEditor("handler_phone", max_length=30))
    fields.put("单位负责人", NameEditor("signed_by", max_length=50))
    fields.put("答复附件", AttachmentEditor("files"))

    def turn() -> None:
        later = result.value() in (ResultClass.B, ResultClass.C)
        fields.show_field("promise", later)
        fields.show_field("promised_on", later)

    result.changed.connect(turn)
    turn()

    def enter(values: Values) -> Any:
        files = values.pop("files")
        return opinions.reply(about.session, Reply(opinion_id=about.id, **values), files)

    return enter


def _ask_inform(fields: FieldColumn, about: About) -> Deed:
    fields.put("结果", OptionRow("told", [(t, t.label) for t in Told]), required=True)
    fields.put("方式", OptionRow("way", [(w, w.label) for w in Way]), required=True)
    fields.put("日期", about.day("told_on"), required=True)
    fields.put("说明", TextEditor("note", lines=3, max_length=1000))
    fields.set_values({"told": Told.TOLD, "way": Way.PHONE})
    return lambda v: opinions.inform(about.session, Feedback(opinion_id=about.id, **v))


def _ask_evaluate(fields: FieldColumn, about: About) -> Deed:
    judged = [(s, s.label) for s in Satisfaction]
    attitude, result = OptionRow("attitude", judged), OptionRow("result", judged)
    fields.put("办理态度", attitude, required=True)
    fields.put("办理结果", result, required=True)
    fields.put("不满意原因", TextEditor("reason", lines=2, max_length=1000), required=True)
    fields.put("意见", TextEditor("remarks", lines=2, max_length=2000))
    fields.put("评价人", NameEditor("evaluator", max_length=50), hint="不是反映人本人时填写")
    fields.put("回收方式", OptionRow("way", [(w, w.label) for w in Way]), required=True)
    fields.put("评价日期", about.day("evaluated_on"), required=True)
    fields.set_values({"way": Way.PHONE})

    def turn() -> None:
        fields.show_field("reason", Satisfaction.DISSATISFIED in (attitude.value(), result.value()))

    attitude.changed.connect(turn)
    result.changed.connect(turn)
    turn()
    return lambda v: opinions.evaluate(about.session, Evaluation(opinion_id=about.id, **v))


def _ask_dated_reason(label: str, hint: str, day: str, do: Callable[..., Any]) -> Callable[[FieldColumn, About], Deed]:
    def ask(fields: FieldColumn, about: About) -> Deed:
        fields.put(label, TextEditor("words", lines=3, max_length=5000), required=True, hint=hint)
        fields.put(day, about.day("on"), required=True)
        return lambda v: do(about.session, about.id, v["words"], v["on"])

    return ask


def _chosen(values: Values, name: str, label: str) -> int:
    found = values[name]
    if found is None:
        raise InvalidRecord({name: f"请选择“{label}”。"})
    return int(found)


_DRAWERS: dict[str, tuple[str, str, Callable[[FieldColumn, About], Deed]]] = {
    "submit": ("提交审核", "保存", _ask_submit),
    "answer_on_spot": ("当场答复", "登记答复", _ask_on_spot),
    "review": ("副站长审核", "登记审核意见", _ask_judgement(opinions.review, "同意拟办意见，报站长审批。")),
    "approve": ("站长审批", "登记审批意见", _ask_judgement(opinions.approve, "同意，请按拟办意见办理。")),
    "send_back": (
        "退回修改",
        "退回",
        _ask_reason(
            "退回的原因",
            lambda about, v: opinions.send_back(about.session, about.id, v["words"], signed=about.signed(v)),
            Purpose.SEND_BACK,
            hint="写清改什么，登记人才好改",
        ),
    ),
    "withdraw": (
        "反映人撤回",
        "撤回",
        _ask_dated_reason("撤回的原因", "照反映人说的写", "撤回日期", opinions.withdraw),
    ),
    "dispatch": ("交办", "交办", _ask_dispatch),
    "handle_self": ("自行办理", "保存", _ask_self),
    "receive": ("登记签收", "保存", _ask_receive),
    "reply": ("登记答复", "登记答复", _ask_reply),
    "inform": ("告知反映人", "保存", _ask_inform),
    "evaluate": ("登记评价", "保存", _ask_evaluate),
    **closing_drawers.DRAWERS,
}
