"""接待记录: every resident's sheet with how his matter stands, and which deputies are to be told (4.2.3, 5.2.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianluozhan.models import attachments, shown_numbers
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Status
from lianluozhan.models.receptions import feeding_back, reception_file, visiting, visiting_lists
from lianluozhan.models.receptions.reception_file import VisitFile
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitState, VisitTreatment

from ...attempt import attempt
from ...editors import AttachmentEditor, TextEditor
from ...record_table import Column
from ..opinion.record_parts import show_file
from ..opinion.words import short_day, short_moment, spoken_day, state_words
from ..sections.section import Act, Entry, Shown, needed_day
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .day_page import ARRIVALS, SHEET, DayPage

SCANS = "图片和 PDF (*.jpg *.jpeg *.png *.pdf)"
VIEWS: tuple[tuple[str, str], ...] = (
    ("", "全部"),
    ("open", "还没有办结的"),
    ("tell", "要告知代表的"),
    ("on_spot", "当场答复的"),
)
TONES = {VisitState.WAITING: "wait", VisitState.TALKING: "work", VisitState.DONE: "good", VisitState.LEFT: "stop"}


def progress_words(code: str) -> str:
    """The state of the form that came of a sheet, else what was done with the matter, else of the visit."""
    if code == visiting_lists.VOIDED_FORM:
        return "登记表作废"
    return next(kind(code).label for kind in (Status, VisitTreatment, VisitState) if code in set(kind))


class VisitSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "visits", "接待记录", "file-text", "张"
    PERMISSION, FIND = "reception.enter", "查找姓名、电话尾号、内容、编号"
    EMPTY = ("还没有接待记录", "接待那天在“接待安排”里点“开始接待”，来一位登记一位，记录都在这里。")
    CONSEQUENCE = "作废以后不再计入接待人次，编号不再使用；内容都保留，也可以撤销作废。"
    VIEWS: tuple[tuple[str, str], ...] = VIEWS
    COLUMNS = (
        Column("日期", "held_on", lambda day: f"{int(day[5:7])}月{int(day[8:10])}日", width=112),
        Column("选民", "who", width=92),
        Column("反映事由", "about", lambda words: " ".join(words.split())),
        Column("进展", "progress", progress_words, width=96),
        VOIDED,
    )

    def listing(self) -> Listing:
        return visiting_lists.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        newest = visiting_lists.newest_receptions(self.session)
        mark = visiting_lists.OF_RECEPTION
        days = ((f"{mark}{id_}", f"{_day(day)}的接待") for id_, _, day in newest)
        self.VIEWS = (*VIEWS, *days)
        return visiting_lists.listing(self.session).count()

    def name_of(self, record: Visit) -> str:
        return record.number or f"{record.position}号{record.name}"

    # One sheet -----------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        file = reception_file.visit_file(self.session, record_id)
        visit = file.visit
        if visit.keeps_secret:
            shown_numbers.note_reading(self.session, Visit.TABLE, visit.id)
        state, tone = visit.state.label, TONES[visit.state]
        if visit.voided_on:
            state, tone = "作废", "calm"
        day = spoken_day(file.reception.held_on, self.session.today)
        return Shown(
            title=self._title(file),
            subtitle=f"{visit.number or f'{visit.position}号'}　{day}",
            state=state,
            tone=tone,
            facts=self._facts(file),
            acts=(*self.phone_act(Visit.TABLE, visit.id, visit.phone), *self._acts(visit)),
            entries_title="办到哪一步",
            entries=tuple(self._entries(file)),
        )

    def _title(self, file: VisitFile) -> str:
        visit = file.visit
        note = f"（{visit.same_name_note}）" if visit.same_name_note else ""
        return f"{visit.name}{note}　{visit.subject}".strip("　")

    def _facts(self, file: VisitFile) -> tuple[tuple[str, str], ...]:
        visit, today = file.visit, self.session.today
        who = [
            visit.sex.label if visit.sex else "",
            f"{visit.age} 岁" if visit.age is not None else "",
            shown_numbers.phone_in_sight(self.session, Visit.TABLE, visit.id, visit.phone),
            "要求保密" if visit.keeps_secret else "",
        ]
        found = (
            ("接待代表", "、".join(file.deputies)),
            ("选民", "，".join(part for part in who if part)),
            ("住址单位", "　".join(part for part in (file.village_name, visit.address) if part)),
            ("到站", short_moment(visit.arrived_at, today)),
            ("反映内容", visit.content),
            ("诉求", visit.request),
            ("解答意见", visit.answer),
            ("处理方式", _treatment(visit)),
            ("分类", file.category_path),
            ("答复期限", f"{short_day(visit.reply_by, today)}前告知受理或进展" if visit.reply_by else ""),
            ("中途离开", visit.left_reason),
            ("备注", visit.note),
            ("记录人", file.recorder),
        )
        return (*((name, words) for name, words in found if words), *void_facts(visit.voided_on, visit.void_reason))

    def _entries(self, file: VisitFile) -> list[Entry]:
        """The matter as it stands, the answer, who was told, the signed sheet."""
        visit, found, today = file.visit, file.outcome, self.session.today
        entries = []
        if found.opinion is not None:
            state, tone = state_words(found.opinion.status, found.opinion.satisfaction)
            parts = [
                found.number or "草稿，补全以后送审才有编号",
                f"在{found.holder}手里" if found.holder else "",
                f"{short_day(found.due_on, today)}到期" if found.due_on else "",
            ]
            words = "，".join(part for part in parts if part)
            own = visit.opinion_id or 0
            see = Act("看登记表", lambda: self.page.desk.go("opinions", own), icon="file-text")
            entries.append(Entry("登记表", words, state, tone, (see,)))
        elif visit.opinion_id:
            words = "登记表已经作废，这张记录要重新定处理方式。"
            entries.append(Entry("登记表", words, "作废", "stop", self._open_acts(visit, "重新处理")))
        elif visit.treatment is VisitTreatment.ON_SPOT and visit.state is VisitState.DONE:
            grade = visit.satisfaction.label if visit.satisfaction else "没有问评价"
            entries.append(Entry("当场答复", visit.answer, grade, "good"))
        if found.opinion is not None and found.answer:
            told = f"{short_day(found.told_on, today)}{found.way.label if found.way else ''}告知选民"
            grade = found.satisfaction.label if found.satisfaction else ""
            entries.append(Entry("答复", found.answer, told if found.told_on else "还没有告知选民", "good"))
            if grade:
                entries.append(Entry("选民评价", grade, "", "calm"))
        entries += self._telling(visit)
        entries += [self._scan(file_.id, file_.name) for file_ in attachments.of(self.session, Visit.TABLE, visit.id)]
        return entries

    def _telling(self, visit: Visit) -> list[Entry]:
        """Whether the deputies who heard it know what became of it."""
        done = []
        if visit.told_deputies_on:
            words = f"{short_day(visit.told_deputies_on, self.session.today)}　{visit.told_deputies_words}"
            done = [Entry("告知代表", words, "已告知", "good")]
        if not feeding_back.is_to_tell(self.session, visit.id):
            return done
        acts: tuple[Act, ...] = ()
        if self.session.may("reception.tell"):
            acts = (Act("登记告知代表", lambda: self.tell(visit.id), icon="check", key="F9"),)
        waits = "选民已经知道结果，接待他的代表还没有告知。" if not done else "以后又告知了选民，请再告知代表一次。"
        return [*done, Entry("告知代表", waits, "待告知", "wait", acts)]

    def _scan(self, attachment_id: int, name: str) -> Entry:
        see = Act("打开", lambda: attempt(self.page, lambda: show_file(self.session, attachment_id)))
        return Entry(name, visiting.SCAN, "", "calm", (see,))

    # Acts ----------------------------------------------------------------------------------------------------------

    def _open_acts(self, visit: Visit, words: str) -> tuple[Act, ...]:
        reception = self.session.get(Reception, visit.reception_id or 0)
        if not self.may_edit or reception.voided_on or reception.state is ReceptionState.CANCELLED:
            return ()
        return (Act(words, lambda: self.edit(visit.id), icon="file-pen-line", key="Enter"),)

    def _acts(self, visit: Visit) -> tuple[Act, ...]:
        printing = (self.print_act(SHEET, visit.id),) if self.may_print and not visit.voided_on else ()
        may_void = self.session.may("reception.void")
        if visit.voided_on:
            return (self.unvoid_act(lambda: visiting.unvoid(self.session, visit.id)),) if may_void else ()
        acts: list[Act] = []
        if may_void:
            acts.append(self.void_act(self.name_of(visit), lambda why: visiting.void(self.session, visit.id, why)))
        if self.may_edit:
            acts.append(Act("附上签字件", lambda: self.add_scans(visit), icon="scan"))
        return (*acts, *printing, *self._open_acts(visit, "打开"))

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_print:
            return ()
        return (
            Act("打印空的记录表", lambda: self.page.print_blank(SHEET)),
            Act("打印空的签到登记表", lambda: self.page.print_blank(ARRIVALS)),
        )

    def add(self) -> None:
        """Sheets are begun on the day of the reception."""

    def edit(self, record_id: int) -> None:
        """The sheet on the page of its day."""
        visit = self.session.get(Visit, record_id)
        if visit.voided_on is None:
            DayPage.open_in(self.page, visit.reception_id or 0, record_id)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "tell":
            self.page.open_record(record_id)
            self.tell(record_id)
        elif what == "scans":
            self.page.open_record(record_id)
            self.add_scans(self.session.get(Visit, record_id))
        elif self.session.get(Visit, record_id).voided_on:
            raise RuleError("这张接待记录已经作废，不能再填。草稿还在；不要了，就点“不要了”。")
        else:
            self.edit(record_id)

    def tell(self, visit_id: int) -> None:
        """That the deputies were told, and what they said."""
        visit = self.session.get(Visit, visit_id)
        drawer = self.drawer("告知接待代表", f"{self.name_of(visit)}　{visit.name}", act="登记告知")
        drawer.fields.put("告知日期", self.day("on", self.session.today), required=True)
        hint = "怎么告知的、代表怎么说，例如“电话告知赵明山，没有别的意见”。"
        drawer.fields.put("告知情况", TextEditor("words", lines=2, max_length=200), required=True, hint=hint)
        self.keep_draft(drawer, visit, what="tell")

        def act(values: dict[str, Any]) -> Visit:
            on: date = needed_day(values, "on", "告知日期")
            return feeding_back.tell_deputies(self.session, visit_id, on, values["words"])

        drawer.open(act, self.stored)

    def add_scans(self, visit: Visit) -> None:
        """The sheet as it was signed."""
        drawer = self.drawer("附上签字件", f"{self.name_of(visit)}　{visit.name}", act="附上")
        hint = "选民、代表签好字的记录表，扫描或者拍照。"
        drawer.fields.put("扫描件", AttachmentEditor("scans", kinds=SCANS), required=True, hint=hint)
        self.keep_draft(drawer, visit, what="scans")
        drawer.open(lambda values: visiting.keep_scans(self.session, visit.id, values["scans"]), self.stored)


def _treatment(visit: Visit) -> str:
    if visit.treatment is None:
        return ""
    if visit.treatment is VisitTreatment.DECLINED and visit.decline_ground:
        return f"{visit.treatment.label}：{visit.decline_ground.label}。去向：{visit.referral}"
    return visit.treatment.label


def _day(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:10])}日"
