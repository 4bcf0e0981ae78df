"""公文 (F122, F21): drafted, signed by a leader or entered from the signed sheet, printed, voided, copied (3.2.2)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import official
from lianluozhan.models.listing import Listing
from lianluozhan.models.official import DocumentState, Genre, OfficialDocument
from lianluozhan.models.permissions import who_may
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...editors import AttachmentEditor
from ...record_table import Column
from ..sections.section import Act, Entry, Shown, needed, needed_day, one_of
from ..sections.voiding import VOIDED, RegisterSection, day_words, void_facts
from .official_fields import put_fields, turn_with_genre, values_of

FORM = "F122"
SHORT = {Genre.ANALYSIS: "分析", Genre.BULLETIN: "通报"}
SHOWN_BODY = 90  # characters of the text beside the list; the whole is in the print room


class OfficialSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "official", "公文", "stamp", "份"
    ADD, PERMISSION, FIND = "拟写公文", "official.edit", "查找标题、文号、主送、正文"
    EMPTY = ("还没有公文", "通知、函、报告、请示、公告这些公文在这里拟稿、签发、编号和打印。")
    VIEWS = official.VIEWS
    CONSEQUENCE = "作废以后文号不再使用；内容和签字件都保留，也可以撤销作废。"
    COLUMNS = (
        Column("文种", "genre", lambda code: SHORT.get(Genre(code), Genre(code).label), width=64),
        Column("标题", "title", lambda title: "".join(title.split())),
        Column("文号", "number", lambda number: number or "拟稿", width=214),
        VOIDED,
    )

    def listing(self) -> Listing:
        return official.listing(self.session, self.words, voided=self.retired, view=self.which)

    def in_use(self) -> int:
        return official.listing(self.session).count()

    def name_of(self, record: OfficialDocument) -> str:
        return "".join(record.title.split())

    def shown(self, record_id: int) -> Shown:
        document = self.session.get(OfficialDocument, record_id)
        state, tone = document.state.label, "good" if document.state is DocumentState.ISSUED else "calm"
        if document.voided_on:
            state, tone = "作废", "calm"
        kind = document.genre.label
        return Shown(
            title=self.name_of(document),
            subtitle=f"{kind}　{document.number}" if document.number else f"{kind}　还没有文号",
            state=state,
            tone=tone,
            facts=self._facts(document),
            acts=self._acts(document),
            entries_title="签发",
            entries=(self._signing(document),),
            entry_acts=(Act("复制一份", lambda: self._copy(document), icon="copy"),) if self.may_edit else (),
        )

    def _facts(self, document: OfficialDocument) -> tuple[tuple[str, str], ...]:
        drafted_by = self.session.find(Staff, document.drafted_by)
        marks = [
            document.layout.label,
            "盖章" if document.is_sealed else "不盖章",
            "印红头" if document.has_red_head else "套打，不印红头",
        ]
        body = "　".join(document.body.split())
        body = body if len(body) <= SHOWN_BODY else f"{body[:SHOWN_BODY]}……（全文请打印查看）"
        facts = (
            ("主送", document.addressee),
            ("正文", body),
            ("附件", document.annexes),
            ("发文机关", document.organ),
            ("抄送", document.copy_to),
            ("附注", document.remark),
            ("版式", "，".join([*([document.urgency] if document.urgency else []), *marks])),
            ("拟稿人", drafted_by.name if drafted_by else ""),
        )
        told = tuple((label, text) for label, text in facts if text or label in ("主送", "正文"))
        return (*told, *void_facts(document.voided_on, document.void_reason))

    def _signing(self, document: OfficialDocument) -> Entry:
        """How far it is with the signature, what is missing, and who goes on."""
        if document.state is DocumentState.ISSUED:
            detail = f"{document.signer}　{day_words(document.dated_on)}"
            return Entry(document.number, detail, "已签发", "good")
        if document.voided_on:
            return Entry("没有签发", "作废的稿不再签发；要用它的内容，请复制一份。", "作废", "calm")
        if missing := official.not_ready(document):
            return Entry("还不能签发", "\n".join(missing.values()), "拟稿", "calm")
        number = official.next_number(self.session, document, self.session.today.year)
        acts = []
        if self.session.may("official.issue"):
            acts.append(Act("签发", lambda: self._issue(document), icon="stamp", key="F9"))
        if self.session.may("official.record_signed"):
            key = "" if acts else "F9"
            acts.append(Act("补录签字件", lambda: self._record_signed(document), icon="scan", key=key))
        who = who_may("official.issue")
        detail = f"可以打印送签，或由{who}在这里签发。签发以后编为{number}。"
        return Entry("等签发", detail, "待签发", "wait", tuple(acts))

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("打印空表", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, document: OfficialDocument) -> tuple[Act, ...]:
        number = official.form_number(document.genre)
        printing = (self.print_act(number, document.id),) if self.may_print and not document.voided_on else ()
        if not self.may_edit:
            return printing
        if document.voided_on:
            return (self.unvoid_act(lambda: official.unvoid(self.session, document.id)),)
        void = self.void_act(
            f"“{self.name_of(document)}”",
            lambda reason: official.void(self.session, document.id, reason),
            example="主送写漏了，另行签发",
        )
        if document.state is DocumentState.ISSUED:
            return (void, *printing)
        return (void, *printing, self.edit_act(document.id))

    def _copy(self, document: OfficialDocument) -> None:
        made = attempt(self.page, lambda: official.copy(self.session, document.id), saved=self.stored)
        if made is not None:
            self.edit(made.id)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        genre = Genre.LETTER if self.which == "letters" else Genre.NOTICE
        drawer = self.drawer("拟写公文", "标题、主送、正文照公文的样子写，排版由程序做。")
        blank = OfficialDocument(genre=genre, layout=official.layout_for(genre))
        put_fields(drawer.fields, self.session, blank)
        self.keep_draft(drawer)
        turn_with_genre(drawer.fields)
        drawer.open(lambda values: official.draft(self.session, OfficialDocument(**values_of(values))), self.stored)

    def edit(self, record_id: int) -> None:
        document = self.session.get(OfficialDocument, record_id)
        if document.voided_on or document.state is DocumentState.ISSUED:
            return
        drawer = self.drawer("修改公文", self.name_of(document))
        put_fields(drawer.fields, self.session, document)
        self.keep_draft(drawer, document)
        turn_with_genre(drawer.fields)
        drawer.open(lambda values: official.edit(self.session, record_id, **values_of(values)), self.stored)

    def _issue(self, document: OfficialDocument) -> None:
        drawer = self.drawer("签发", self.name_of(document), act="签发")
        drawer.fields.put("成文日期", self.day("dated_on", self.session.today), required=True, hint="签发的那一天。")
        drawer.fields.add_words(
            f"签发人：{self.session.staff.name}。签发以后编号、不能再改；要改只能作废后复制一份重新签发。"
        )
        drawer.open(
            lambda v: official.issue(self.session, document.id, needed_day(v, "dated_on", "成文日期")), self.stored
        )

    def _record_signed(self, document: OfficialDocument) -> None:
        today = self.session.today
        leaders = official.leaders(self.session, today)
        drawer = self.drawer("补录签字件", self.name_of(document), act="补录")
        signer = one_of("signer_id", leaders, leaders[0][0] if leaders else None)
        drawer.fields.put("签发人", signer, required=True, hint="看签发稿上的签字。")
        drawer.fields.put("成文日期", self.day("dated_on", today), required=True, hint="签字的那一天。")
        drawer.fields.put("签发稿扫描件", AttachmentEditor("scans"), hint="扫描或拍照，放在这里一起保存。")

        def act(values: dict[str, Any]) -> OfficialDocument:
            signer_id, day = needed(values, "signer_id", "签发人"), needed_day(values, "dated_on", "成文日期")
            return official.record_signed(self.session, document.id, signer_id, day, values["scans"])

        drawer.open(act, self.stored)
