"""履职登记: every line of service; those entered by hand wait here for review, the others open their source (F04)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from lianluozhan.models import deputies
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.service import entering, exporting
from lianluozhan.models.service.record import SOURCE_WORDS, ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...editors import AttachmentEditor, ChoiceEditor, LineEditor, NumberEditor, PickEditor, TextEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Act, Shown
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .enclosed_files import file_entries
from .service_source import can_open, open_source

FORM, LEDGER = "F04", "F44"
PRINTED_AT_MOST = 2000
KINDS = [(kind, kind.label) for kind in ServiceKind if kind not in entering.BY_SOURCE_ONLY]
TONES = {ReviewState.WAITING: "wait", ReviewState.PASSED: "good", ReviewState.RETURNED: "stop"}
FIELDS = (
    *("deputy_id", "kind", "title", "starts_on", "ends_on", "half_days", "place", "organiser", "duty"),
    *("content", "speech", "effect", "page_ref", "note"),
)
OWN = "自报的履职登记以后，由另一位站领导审核，通过了才计入履职档案和积分。"


class ServiceSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "service", "履职登记", "clipboard-check", "条"
    ADD, PERMISSION, FIND = "登记履职", "service.enter", "查找标题、姓名"
    EMPTY = (
        "还没有履职记录",
        "接待、活动、建议、述职和联系选民自动记到这里；代表自己做的，例如化解纠纷、办好事实事，在这里登记。",
    )
    CONSEQUENCE = "作废以后不再计入履职档案和积分；内容都保留，也可以撤销作废。"
    VIEWS = (*entering.VIEWS, *((f"kind.{kind.value}", kind.label) for kind in ServiceKind))
    COLUMNS = (
        Column("日期", "starts_on", width=108),
        Column("代表", "deputy_name", lambda name: name or "", width=82),
        Column("类型", "kind", lambda code: ServiceKind(code).label, width=122),
        Column("标题", "title"),
        Column("审核", "judged", lambda code: ReviewState(code).label if code else "自动", width=64),
        VOIDED,
    )

    def listing(self) -> Listing:
        view, _, kind = self.which.partition("kind.")
        return entering.listing(
            self.session, self.words, view=view, voided=self.retired, kind=ServiceKind(kind) if kind else None
        )

    def in_use(self) -> int:
        return entering.listing(self.session).count()

    def name_of(self, record: ServiceRecord) -> str:
        return record.title

    @property
    def may_review(self) -> bool:
        return self.session.may("service.review")

    @property
    def refusal(self) -> str:
        return "" if self.may_review else super().refusal

    def shown(self, record_id: int) -> Shown:
        made, today = self.session.get(ServiceRecord, record_id), self.session.today
        deputy = self.session.get(Deputy, made.deputy_id or 0)
        reviewer = self.session.find(Staff, made.reviewed_by)
        by = self.session.find(Staff, made.entered_by)
        judged = f"{reviewer.name}，{spoken_day(made.reviewed_on, today)}" if reviewer else ""
        last = made.ends_on if made.ends_on != made.starts_on else None
        facts = (
            ("类型", made.kind.label),
            ("时间", spoken_day(made.starts_on, today) + (f" 至 {spoken_day(last, today)}" if last else "")),
            ("天数", f"{(made.half_days or 0) / 2:g} 天"),
            ("地点", made.place),
            ("组织单位", made.organiser),
            ("担任角色", made.duty),
            ("内容", made.content),
            ("发言或意见", made.speech),
            ("成效", made.effect),
            ("来源", SOURCE_WORDS.get(made.source_table, "")),
            ("佐证件号", made.page_ref),
            ("备注", made.note),
            ("登记人", by.name if by else ""),
            ("审核人", judged),
            ("审核意见", made.review_words),
            *void_facts(made.voided_on, made.void_reason),
        )
        state, tone = ("作废", "calm") if made.voided_on else (made.state.label, TONES[made.state])
        if made.source_table and not made.voided_on:
            state, tone = "自动生成", "good"
        return Shown(
            title=made.title,
            subtitle=deputy.name,
            state=state,
            tone=tone,
            facts=tuple((label, text) for label, text in facts if text),
            acts=self._acts(made),
            hint=self._hint(made),
            **file_entries(self, ServiceRecord.TABLE, record_id, "佐证"),
        )

    def _hint(self, made: ServiceRecord) -> str:
        if made.source_table:
            source = SOURCE_WORDS.get(made.source_table, "来源")
            return f"这一条由{source}自动生成，改来源它就跟着改；件号和备注在这里填。"
        if made.state is ReviewState.WAITING and not made.voided_on and self.may_review:
            return entering.why_no_review(self.session, made)
        return ""

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_print:
            return ()
        exporting_act = (
            (Act("导出 Excel", self._export, icon="file-output"),) if self.session.may("deputy.export") else ()
        )
        return (
            Act("打印台账", self._print_ledger, icon="printer"),
            *exporting_act,
            Act("空白登记表", lambda: self.page.print_blank(FORM)),
        )

    def _acts(self, made: ServiceRecord) -> tuple[Act, ...]:
        printing = (self.print_act(FORM, made.id),) if self.may_print and not made.voided_on else ()
        if made.source_table:
            free = (Act("件号和备注", lambda: self._free(made), icon="file-pen-line"),) if self.may_edit else ()
            see = Act("打开来源", lambda: open_source(self.page.desk, made), "primary", icon="folder-open", key="F9")
            return (*printing, *(() if made.voided_on else free), *((see,) if can_open(self.page.desk, made) else ()))
        may_void = self.session.may("service.void")
        if made.voided_on:
            return (self.unvoid_act(lambda: entering.unvoid(self.session, made.id)),) if may_void else ()
        void = (self.void_act(f"“{made.title}”", lambda reason: entering.void(self.session, made.id, reason)),)
        return (*(void if may_void else ()), *printing, *self._edit_acts(made), *self._review_acts(made))

    def _edit_acts(self, made: ServiceRecord) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        edit = self.edit_act(made.id)
        if made.state is not ReviewState.RETURNED:
            return (edit,)
        return (edit, Act("再提交审核", lambda: self._do(lambda: entering.submit(self.session, made.id)), icon="send"))

    def _review_acts(self, made: ServiceRecord) -> tuple[Act, ...]:
        if not self.may_review or entering.why_no_review(self.session, made):
            return ()
        passing = Act("通过", lambda: self._review(made, passed=True), "primary", icon="check", key="F9")
        return (Act("退回", lambda: self._review(made, passed=False), icon="undo-2", key="F7"), passing)

    def _do(self, deed: Any) -> None:
        attempt(self.page, deed, saved=self.stored)

    def _review(self, made: ServiceRecord, *, passed: bool) -> None:
        drawer = self.drawer("审核通过" if passed else "退回补正", made.title, act="通过" if passed else "退回")
        hint = "没有要说的可以空着。" if passed else "写明要补正什么。"
        words = TextEditor("words", lines=3, max_length=200)
        drawer.fields.put("审核意见", words, required=not passed, hint=hint)
        drawer.open(
            lambda values: entering.review(self.session, made.id, values["words"], passed=passed), self._reviewed
        )

    def _reviewed(self, made: ServiceRecord) -> None:
        """The next one that waits, where that is what is listed."""
        if self.which != "waiting":
            self.stored(made)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("登记履职", OWN)
        kind = (
            ServiceKind(self.which.removeprefix("kind.")) if self.which.startswith("kind.") else ServiceKind.MEDIATION
        )
        self._put(drawer.fields, ServiceRecord(kind=kind, starts_on=self.session.today))
        self.keep_draft(drawer)

        def act(values: dict[str, Any]) -> ServiceRecord:
            files = values.pop("files")
            return entering.enter(self.session, ServiceRecord(**values), files)

        drawer.open(act, self.stored)

    def edit(self, record_id: int) -> None:
        made = self.session.get(ServiceRecord, record_id)
        if made.voided_on:
            return
        if made.source_table:
            self._free(made)
            return
        drawer = self.drawer("修改履职", made.title)
        self._put(drawer.fields, made)
        if made.state is not ReviewState.WAITING:
            drawer.fields.add_words("改了内容的，要重新审核；只改件号和备注的不用。")
        self.keep_draft(drawer, made)
        drawer.open(lambda values: entering.edit(self.session, record_id, **values), self.stored)

    def _put(self, fields: FieldColumn, made: ServiceRecord) -> None:
        people = deputies.choices(self.session)
        if made.deputy_id and made.deputy_id not in dict(people):
            people.append((made.deputy_id, self.session.get(Deputy, made.deputy_id).name))
        put_facts(fields, people, KINDS)
        fields.put("日期", self.day("starts_on", made.starts_on), required=True)
        fields.put("结束日期", self.day("ends_on", made.ends_on), hint="当天做完的不用填。")
        fields.put("半天数", NumberEditor("half_days", maximum=60, unit="个半天"), hint="半天填 1，一天填 2。")
        fields.put("地点", LineEditor("place", max_length=80))
        fields.put("组织单位", LineEditor("organiser", max_length=60))
        fields.put("担任角色", LineEditor("duty", max_length=40))
        fields.put("内容", TextEditor("content", lines=4))
        fields.put("发言或意见建议", TextEditor("speech", lines=2))
        fields.put("成效", TextEditor("effect", lines=2))
        put_free(fields)
        hint = f"照片、协议、证书等，最多 {entering.ENCLOSED_AT_MOST} 个；已经附上的不用再加。"
        fields.put("佐证", AttachmentEditor("files"), hint=hint)
        fields.set_values({name: getattr(made, name) for name in FIELDS})

    def _free(self, made: ServiceRecord) -> None:
        """What is set by hand also on a line that follows its source."""
        drawer = self.drawer("件号和备注", made.title)
        put_free(drawer.fields)
        drawer.fields.set_values({"page_ref": made.page_ref, "note": made.note})
        drawer.open(lambda values: entering.edit(self.session, made.id, **values), self.stored)

    # The ledger ----------------------------------------------------------------------------------------------------

    def _narrowed(self, title: str, act: str) -> Any:
        """A drawer that asks which lines; the year that runs is offered."""
        drawer, today = self.drawer(title, "按日期排列；作废的不列。", act=act), self.session.today
        fields = drawer.fields
        fields.put("从", self.day("first", date(today.year, 1, 1)), required=True)
        fields.put("到", self.day("last", today), required=True)
        fields.put("代表", PickEditor("deputy_id", _everybody(self.session), names=True), hint="空着就是全部代表。")
        kinds = [(kind, kind.label) for kind in ServiceKind]
        fields.put("类型", ChoiceEditor("kind", kinds, optional=True, empty="全部类型"))
        return drawer

    def _found(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        listing = entering.listing(
            self.session,
            deputy_id=values["deputy_id"] or 0,
            kind=values["kind"],
            first=values["first"],
            last=values["last"],
        )
        if listing.count() > PRINTED_AT_MOST:
            raise RuleError(f"这段时间有超过 {PRINTED_AT_MOST} 条，一次太多。请缩短时间，或者选一位代表。")
        rows = listing.page(PRINTED_AT_MOST)[::-1]
        if not rows:
            raise RuleError("这段时间里没有履职记录。请换一段时间，或者换一位代表。")
        return rows

    def _print_ledger(self) -> None:
        drawer = self._narrowed("打印履职台账", "打印")
        drawer.open(self._found, lambda rows: self.page.print_sheets(LEDGER, [row["id"] for row in rows]))

    def _export(self) -> None:
        drawer = self._narrowed("导出履职记录", "选存放的位置")
        drawer.fields.add_words(f"写成一个 Excel 文件，一条一行：{'、'.join(name for name, _ in exporting.COLUMNS)}。")
        drawer.fields.add_words("联系方式写全，请注意保管。谁在什么时候导出，操作日志里有。", "hint")
        drawer.open(self._found, self._write)

    def _write(self, rows: list[dict[str, Any]]) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        wanted = str(Path(folder) / f"代表履职 {self.session.today.isoformat()}.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self.page, "导出 Excel", wanted, "Excel 表格 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        count = attempt(self.page, lambda: exporting.write(self.session, rows, path, "代表履职"))
        if count is not None:
            self.page.desk.say(f"已导出 {count} 条，存为“{path.name}”。")


def put_facts(fields: FieldColumn, people: list[tuple[int, str]], kinds: list[tuple[ServiceKind, str]]) -> None:
    """Who, what kind, and what it is called."""
    fields.put("代表", PickEditor("deputy_id", people, names=True), required=True)
    fields.put("类型", ChoiceEditor("kind", kinds), required=True)
    fields.put("标题", LineEditor("title", max_length=80), required=True, hint="例如：调解石桥村三组的用水纠纷")


def put_free(fields: FieldColumn) -> None:
    """What belongs to the line itself, whatever its source says."""
    fields.put(
        "佐证件号", LineEditor("page_ref", max_length=30), hint="照片、通知等佐证在档案里的件号或页码，例如 3-12"
    )
    fields.put("备注", LineEditor("note", max_length=200))


def _everybody(session: Any) -> list[tuple[int, str]]:
    """All deputies, those who left office too: their lines stay."""
    return [(deputy.id, deputy.name) for deputy in session.select(Deputy, order="name, id")]
