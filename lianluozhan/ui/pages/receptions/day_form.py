"""The record sheet F33 on the screen, its cells in the order of the paper (4.2.2, 5.2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from lianluozhan.models import categories, deputies, opinions, places
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.record import REFERRALS, DeclineGround
from lianluozhan.models.phrases import Purpose
from lianluozhan.models.receptions.record import VisitTreatment
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Sex

from ...editors import (
    AddressEditor,
    ChoiceEditor,
    LineEditor,
    NameEditor,
    NumberEditor,
    OptionRow,
    PhoneEditor,
    PickEditor,
    PickManyEditor,
    TextEditor,
    TickEditor,
)
from ...phrase_bar import PhraseBar
from ...text import elided
from ..opinion.registration_form import EntryForm

NEEDED = ("content", "answer", "treatment")  # what a sheet cannot end without
_SHORT = {VisitTreatment.VILLAGE: "村(社区)办理"}
_GRADES = [(grade, grade.label) for grade in Satisfaction if grade is not Satisfaction.NOT_GIVEN]


def build_sheet(session: Session) -> EntryForm:
    """All cells, empty."""
    form = EntryForm()
    _who_cells(form, session)
    _said_cells(form)
    _outcome_cells(form)
    for name in ("request", "answer"):
        form.go_on_with_enter(form.editor(name))
    form.let_grow("content")
    offer_choices(form, session)
    _offer_phrases(form, session)
    return form


def offer_choices(form: EntryForm, session: Session) -> None:
    """The villages and categories of today, those of the newest forms first; what is chosen stays."""
    offered = {"village_id": places.villages(session), "category_id": categories.choices(session)}
    recent = opinions.lately_used(session, *offered)
    for name, entries in offered.items():
        form.editor(name).set_entries(entries, recent[name])


def treatments() -> Sequence[tuple[Any, str]]:
    return [(way, _SHORT.get(way, way.label)) for way in VisitTreatment]


def _who_cells(form: EntryForm, session: Session) -> None:
    form.put("接待代表", PickManyEditor("deputy_ids", deputies.choices(session), names=True), 3)
    form.put("选民姓名", NameEditor("name", max_length=50))
    sex = ChoiceEditor("sex", [(each, each.label) for each in Sex], optional=True)
    age = NumberEditor("age", minimum=0, maximum=130, unit="岁")
    sex.setAccessibleName("性别")
    age.setAccessibleName("年龄")
    form.put_beside("性别年龄", "sex_and_age", (sex, 1), (age, 1))
    form.put("联系电话", PhoneEditor("phone", max_length=30))
    village, address = PickEditor("village_id", hint="村(社区)"), AddressEditor("address", max_length=80)
    village.setAccessibleName("村(社区)")
    address.setAccessibleName("住址单位")
    form.put_beside("住址单位", "place", (village, 2), (address, 3), span=2)
    people = NumberEditor("people_count", minimum=1, maximum=100_000, unit="人")
    people.setAccessibleName("反映人数")
    secret = TickEditor("keeps_secret", "要求保密")
    form.put_beside("反映人数", "count_and_secret", (people, 1), (secret, 1))


def _said_cells(form: EntryForm) -> None:
    form.put("反映事由", LineEditor("subject", max_length=40, counter=True, hint="可不填；一句话说清什么事"), 2)
    same, note = (
        LineEditor("same_name_note", max_length=60, hint="同名说明"),
        LineEditor("note", max_length=200, hint="备注"),
    )
    same.setAccessibleName("同名说明")
    note.setAccessibleName("备注")
    form.put_beside("同名备注", "remarks", (same, 1), (note, 1))
    form.put("反映内容", TextEditor("content", lines=3, max_length=30_000, hint="照选民的原话写"), 3)
    form.put("诉求", TextEditor("request", lines=1, hint="可不填；希望怎么解决"), 3)
    form.put("解答意见", TextEditor("answer", lines=1, hint="代表当时怎么说的；按 Alt+↓ 选常用语"), 3)


def _outcome_cells(form: EntryForm) -> None:
    form.put("处理方式", OptionRow("treatment", treatments(), gap=2), 3)
    form.put("分类", PickEditor("category_id", hint="登记要用"))
    ground = ChoiceEditor(
        "decline_ground",
        [(each, each.label) for each in DeclineGround],
        optional=True,
        empty="请选择不受理的情形",
    )
    referral = LineEditor("referral", max_length=100, hint="引导去向")
    grade = OptionRow("satisfaction", _GRADES, gap=2)
    promise = elided("", "soft")
    promise.setObjectName("promise")
    promise.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    ground.setAccessibleName("不受理因")
    referral.setAccessibleName("引导去向")
    grade.setAccessibleName("满意度")
    form.put_beside("下一步", "onward", (promise, 1), (ground, 1), (referral, 1), (grade, 1), span=2)


class Turning(QObject):
    """What the treatment means for the cell beside it: a ground and where to go, a judgement, or a promise."""

    def __init__(self, form: EntryForm) -> None:
        super().__init__(form)
        self._form = form
        self._treatment, self._ground = form.editor("treatment"), form.editor("decline_ground")
        self._treatment.changed.connect(self.turn)
        self._ground.changed.connect(self._refer)
        self.turn()

    def turn(self) -> None:
        """Show what belongs to the treatment that is chosen now."""
        chosen = self._treatment.value()
        declined, on_spot = chosen is VisitTreatment.DECLINED, chosen is VisitTreatment.ON_SPOT
        for name, shown in (("decline_ground", declined), ("referral", declined), ("satisfaction", on_spot)):
            self._form.editor(name).setVisible(shown)
        label: Any = self._form.findChild(QLabel, "promise")
        label.setText("" if chosen is None else "谈完自动登记成社情民意，不用再填")
        label.setVisible(not declined and not on_spot)
        self._form.relabel("onward", "不受理因" if declined else "选民评价" if on_spot else "下一步")

    def _refer(self) -> None:
        ground, referral = self._ground.value(), self._form.editor("referral")
        if ground and referral.value() in ("", *REFERRALS.values()):
            referral.set_value(REFERRALS[ground])


def _offer_phrases(form: EntryForm, session: Session) -> None:
    skeletons, replies = PhraseBar(session, Purpose.CONTENT, label="模板"), PhraseBar(session, Purpose.REPLY)
    form.add_to_label("content", skeletons)
    form.add_to_cell("answer", replies)
    QWidget.setTabOrder(form.editor("request"), form.editor("answer"))  # it was put in once more
    skeletons.serve(form.editor("content"))
    replies.serve(form.editor("answer"))

    def follow() -> None:
        try:
            replies.set_category(form.editor("category_id").value())
        except InvalidRecord:  # half a word that means nothing yet
            replies.set_category(None)

    form.editor("category_id").changed.connect(follow)
