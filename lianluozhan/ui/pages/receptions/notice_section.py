"""接待公告 (F31): drafted with the usual words, printed, posted in time with a photograph, withdrawn (4.2.1, 5.2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from lianluozhan.models import attachments
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.listing import Listing
from lianluozhan.models.receptions import notice_text, noticing
from lianluozhan.models.receptions.record import Reception, ReceptionNotice
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...editors import AttachmentEditor, LineEditor, PickManyEditor, TextEditor, TimeEditor
from ...record_table import Column
from ..opinion.record_parts import show_file
from ..opinion.words import spoken_day
from ..registers.known_words import KnownWordsEditor
from ..sections.section import Act, Entry, Shown, needed_day
from ..sections.voiding import VOIDED, RegisterSection, void_facts

FORM = "F31"
PHOTOS = "图片 (*.jpg *.jpeg *.png *.bmp)"
FIELDS = ("reception_ids", "issued_on", "scope", "outside_scope", "attention", "contact", "organ")


class NoticeSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "notices", "接待公告", "send", "份"
    ADD, PERMISSION, FIND = "拟公告", "reception.notice", "查找公告号、内容、张贴地点"
    EMPTY = ("还没有接待公告", "接待以前要把时间、地点和代表公布出去：在这里拟好、打印，贴出去以后登记张贴。")
    CONSEQUENCE = "作废以后公告号不再使用，内容都保留，也可以撤销作废。"
    VIEWS = (("", "全部"), ("unposted", "还没有张贴的"), ("posted", "贴着的"), ("withdrawn", "撤回的"))
    COLUMNS: tuple[Column, ...] = (
        Column("公告号", "number", width=150),
        Column(
            "接待日期", "first_on", lambda day: spoken_day(date.fromisoformat(day)).partition("（")[0] if day else ""
        ),
        Column("张贴", "posted_at", lambda at: at[5:10] if at else "还没有", width=76),
        Column("撤回", "withdrawn_on", lambda day: "撤回", width=64),
        VOIDED,
    )

    def listing(self) -> Listing:
        return noticing.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return noticing.listing(self.session).count()

    def name_of(self, record: ReceptionNotice) -> str:
        return f"公告{record.number}"

    def shown(self, record_id: int) -> Shown:
        notice = self.session.get(ReceptionNotice, record_id)
        file = notice_text.notice_file(self.session, record_id)
        state, tone = self._state(notice)
        photos = attachments.of(self.session, ReceptionNotice.TABLE, record_id)
        return Shown(
            title=self.name_of(notice),
            subtitle="".join(file.title.split()),
            state=state,
            tone=tone,
            facts=self._facts(notice, file.drafter),
            acts=self._acts(notice),
            entries_title="哪几次接待，张贴照片",
            entries=(*self._receptions(notice), *(self._photo(photo.id, photo.name) for photo in photos)),
            hint="\n".join(self._hints(notice, has_photo=bool(photos))),
        )

    def _state(self, notice: ReceptionNotice) -> tuple[str, str]:
        if notice.voided_on:
            return "作废", "calm"
        if notice.withdrawn_on:
            return "已撤回", "stop"
        if notice_text.changes_since(self.session, notice):
            return "公告要更正", "stop"
        return ("已张贴", "good") if notice.posted_at else ("待张贴", "wait")

    def _facts(self, notice: ReceptionNotice, drafter: str) -> tuple[tuple[str, str], ...]:
        arranged = notice.arranged.split("\n") if notice.arranged else notice_text.arranged_lines(self.session, notice)
        posted = ""
        if notice.posted_at:
            posted = f"{spoken_day(notice.posted_at.date(), self.session.today)} {notice.posted_at:%H:%M}"
        withdrawn = ""
        if notice.withdrawn_on:
            withdrawn = f"{spoken_day(notice.withdrawn_on, self.session.today)}，{notice.withdraw_reason}"
        facts = (
            ("时间、地点、代表", "\n".join(arranged)),
            ("受理范围", notice.scope),
            ("不受理的事项", notice.outside_scope),
            ("注意事项", notice.attention),
            ("联系电话", notice.contact),
            ("落款", f"{notice.organ}　{spoken_day(notice.issued_on, self.session.today)}"),
            ("拟稿人", drafter),
            ("张贴时间", posted),
            ("张贴地点", notice.posting_places),
            ("张贴人", notice.posted_by),
            ("晚贴的原因", notice.late_reason),
            ("撤回", withdrawn),
        )
        told = tuple((label, text) for label, text in facts if text)
        return (*told, *void_facts(notice.voided_on, notice.void_reason))

    def _receptions(self, notice: ReceptionNotice) -> tuple[Entry, ...]:
        found = []
        for reception in notice_text.named(self.session, notice):
            see = Act("看这次接待", lambda record_id=reception.id: self._see(record_id))  # type: ignore[misc]
            title = spoken_day(reception.held_on, self.session.today)
            details = f"{reception.starts_at}—{reception.ends_at}　{reception.place}"
            found.append(Entry(title, details, reception.state.label, "calm", (see,)))
        return tuple(found)

    def _see(self, reception_id: int) -> None:
        self.page.open_section("receptions")
        self.page.open_record(reception_id)

    def _photo(self, attachment_id: int, name: str) -> Entry:
        see = Act("打开", lambda: attempt(self.page, lambda: show_file(self.session, attachment_id)))
        return Entry(name, "贴在公开栏的样子", notice_text.PHOTO, "calm", (see,))

    def _hints(self, notice: ReceptionNotice, *, has_photo: bool) -> list[str]:
        if notice.voided_on or notice.withdrawn_on:
            return []
        if notice.posted_at:
            said = [notice_text.changes_since(self.session, notice)]
            return [*filter(None, said), *([] if has_photo else ["还没有张贴照片，装订以前补上。"])]
        late = noticing.late_words(self.session, notice, self.session.today)
        if late:
            return [f"{late}现在贴已经晚了，登记张贴的时候要写原因。"]
        return [noticing.until_words(self.session, notice)]

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("打印空表", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, notice: ReceptionNotice) -> tuple[Act, ...]:
        may_void = self.session.may("reception.void")
        if notice.voided_on:
            return (self.unvoid_act(lambda: noticing.unvoid(self.session, notice.id)),) if may_void else ()
        acts: list[Act] = []
        if may_void and (notice.posted_at is None or notice.withdrawn_on):
            name = self.name_of(notice)
            acts.append(
                self.void_act(name, lambda reason: noticing.void(self.session, notice.id, reason), example="写错日期")
            )
        if self.may_print:
            acts.append(self.print_act(FORM, notice.id))
        if not self.may_edit or notice.withdrawn_on:
            return tuple(acts)
        if notice.posted_at:
            acts.append(Act("撤回", lambda: self._withdraw(notice), icon="undo-2"))
            acts.append(Act("补照片", lambda: self._photos(notice), icon="image"))
            return tuple(acts)
        acts.append(self.edit_act(notice.id))
        acts.append(Act("登记张贴", lambda: self._post(notice), "primary", key="F9"))
        return tuple(acts)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        coming = noticing.without_notice(self.session)
        self.draft_of([coming[0].id] if coming else [])

    def draft_of(self, reception_ids: Sequence[int]) -> None:
        """A new notice of these receptions; its words stand there already."""
        drawer = self.drawer("拟接待公告", "时间、地点和代表照接待安排写，其他的话已经替您写好。")
        self._put(drawer.fields, noticing.blank(self.session, reception_ids))
        self.keep_draft(drawer)
        drawer.open(lambda values: noticing.draft(self.session, ReceptionNotice(**_written(values))), self.stored)

    def edit(self, record_id: int) -> None:
        notice = self.session.get(ReceptionNotice, record_id)
        if notice.voided_on or notice.posted_at:
            return
        drawer = self.drawer("修改接待公告", self.name_of(notice))
        self._put(drawer.fields, notice)
        self.keep_draft(drawer, notice)
        drawer.open(lambda values: noticing.edit(self.session, record_id, **_written(values)), self.stored)

    def _put(self, fields: Any, notice: ReceptionNotice) -> None:
        named = [*notice_text.named(self.session, notice), *noticing.without_notice(self.session)]
        offered = {each.id: self._offer(each) for each in named}
        hint = "一份公告可以说几次接待，例如一个季度的。"
        fields.put("哪几次接待", PickManyEditor("reception_ids", list(offered.items())), required=True, hint=hint)
        fields.put("发布日期", self.day("issued_on"), required=True)
        fields.put("接待内容和受理范围", TextEditor("scope", lines=4, max_length=3000))
        fields.put(
            "不受理的事项", TextEditor("outside_scope", lines=4, max_length=3000), hint="写清不受理什么，该去哪里。"
        )
        fields.put("注意事项", TextEditor("attention", lines=3, max_length=2000))
        fields.put("联系电话", LineEditor("contact", max_length=60))
        fields.put("落款", LineEditor("organ", max_length=60), required=True)
        fields.set_values({name: getattr(notice, name) for name in FIELDS} | {"reception_ids": [*notice.reception_ids]})

    def _offer(self, reception: Reception) -> str:
        return f"{spoken_day(reception.held_on, self.session.today)} {reception.starts_at} {reception.number}".strip()

    def _post(self, notice: ReceptionNotice) -> None:
        now = self.session.now()
        drawer = self.drawer("登记张贴", self.name_of(notice), act="登记")
        fields = drawer.fields
        fields.put("张贴日期", self.day("posted_on", now.date()), required=True)
        fields.put("张贴时间", TimeEditor("posted_time"), required=True)
        known = KnownWordsEditor("posting_places", noticing.posting_places_known(self.session))
        fields.put("张贴地点", known, required=True, hint="例如：镇政府公开栏、各村公开栏。")
        fields.put("张贴人", LineEditor("posted_by", max_length=50), required=True)
        late_words = noticing.late_words(self.session, notice, now.date())
        late = fields.put("晚贴的原因", LineEditor("late_reason", max_length=200), required=True, hint=late_words)
        fields.put(
            "张贴照片", AttachmentEditor("photos", kinds=PHOTOS), hint="贴好以后拍一张，装订时要用；可以以后补。"
        )
        me = self.session.get(Staff, self.session.staff.id).name
        fields.set_values({"posted_time": f"{now:%H:%M}", "posted_by": me})
        day = fields.editors()["posted_on"]

        def turn() -> None:
            try:
                on = day.value()
            except InvalidRecord:
                return
            words = noticing.late_words(self.session, notice, on) if on else ""
            late.setAccessibleDescription(words)
            fields.show_field("late_reason", bool(words))

        day.changed.connect(turn)
        turn()

        def act(values: dict[str, Any]) -> ReceptionNotice:
            on = needed_day(values, "posted_on", "张贴日期")
            if not values["posted_time"]:
                raise InvalidRecord({"posted_time": "请填写“张贴时间”。"})
            at = datetime.combine(on, time.fromisoformat(values["posted_time"]))
            places, by, why = values["posting_places"], values["posted_by"], values.get("late_reason", "")
            return noticing.post(self.session, notice.id, at, places, by, why, values["photos"])

        drawer.open(act, self.stored)

    def _photos(self, notice: ReceptionNotice) -> None:
        drawer = self.drawer("补张贴照片", self.name_of(notice))
        drawer.fields.put("张贴照片", AttachmentEditor("photos", kinds=PHOTOS), required=True)
        drawer.open(lambda values: noticing.add_photos(self.session, notice.id, values["photos"]), self.stored)

    def _withdraw(self, notice: ReceptionNotice) -> None:
        drawer = self.drawer("撤回公告", self.name_of(notice), act="撤回")
        drawer.fields.put("撤回日期", self.day("withdrawn_on", self.session.today), required=True)
        drawer.fields.put("撤回的原因", LineEditor("withdraw_reason", max_length=200), required=True)

        def act(values: dict[str, Any]) -> ReceptionNotice:
            on = needed_day(values, "withdrawn_on", "撤回日期")
            return noticing.withdraw(self.session, notice.id, on, values["withdraw_reason"])

        drawer.open(act, self.stored)


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return values | {
        "issued_on": needed_day(values, "issued_on", "发布日期"),
        "reception_ids": tuple(values["reception_ids"]),
    }
