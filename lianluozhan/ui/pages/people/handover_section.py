"""交接: lists of what one person leaves to another, filled from what is open, signed on paper (2.2, 4.6.1; F124)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lianluozhan.models import attachments, handovers
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.handovers import HandOver, HandOverItem, ItemKind, Occasion
from lianluozhan.models.listing import Listing

from ...attempt import attempt
from ...editors import AttachmentEditor, ChoiceEditor, LineEditor, PickEditor, PickManyEditor
from ...record_table import Column
from ..opinion.record_parts import show_file
from ..opinion.words import spoken_day
from ..sections.section import Act, Entry, Shown, needed, needed_day
from ..sections.section_page import SectionPage
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .handover_fields import giver_of, givers, key_of, put_list, taken_by, takers, usual_witness, written

if TYPE_CHECKING:
    from ...desk import Desk

FORM = "F124"
KINDS = [(kind, kind.label) for kind in ItemKind]
SCANS = "图片和 PDF (*.jpg *.jpeg *.png *.pdf)"
FULL = 100  # lines from which they are no longer shown one by one
ROOMS = {  # where a line leads
    "opinions": "opinions",
    "promises": "registers",
    "applications": "registers",
    "receptions": "receptions",
}


class HandoverSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "handovers", "交接", "file-output", "份"
    ADD, PERMISSION, FIND = "填交接清单", "handover.write", "查找移交人、接收人"
    EMPTY = ("还没有交接清单", "工作人员离任或换岗时，把手里的事列成清单，一件一件交给接手的人。")
    CONSEQUENCE = "作废以后，清单上的事还算在移交人手里；清单留着，也可以撤销作废。"
    VIEWS = (("", "全部"), ("unsigned", "等签字的"))
    COLUMNS = (
        Column("交接日期", "handed_on", width=110),
        Column("移交人", "from_name", width=96),
        Column("接收人", "to_name"),
        Column("事项", "item_count", lambda count: f"{count} 项", align="right", width=64),
        Column("签字", "is_signed", lambda signed: "已签字" if signed else "等签字", width=84),
        VOIDED,
    )

    def listing(self) -> Listing:
        return handovers.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return handovers.listing(self.session).count()

    def name_of(self, record: HandOver) -> str:
        return f"{record.from_name}交{record.to_name}"

    def shown(self, record_id: int) -> Shown:
        made = self.session.get(HandOver, record_id)
        items = handovers.items_of(self.session, record_id)
        scans = [each.name for each in attachments.of(self.session, HandOver.TABLE, record_id)]
        today = self.session.today
        state, tone = ("已签字", "good") if made.signed_on else ("等签字", "wait")
        if made.voided_on:
            state, tone = "作废", "calm"
        return Shown(
            title=f"{made.from_name}　交　{made.to_name}",
            subtitle=f"{made.occasion.label}　{spoken_day(made.handed_on, today)}交接",
            state=state,
            tone=tone,
            facts=(
                ("移交人", made.from_name),
                ("接收人", made.to_name),
                ("监交人", made.witness),
                ("签字日期", spoken_day(made.signed_on, today)),
                ("扫描件", "、".join(scans) or "还没有"),
                ("说明", made.note),
                *void_facts(made.voided_on, made.void_reason),
            ),
            acts=self._acts(made),
            entries_title=f"交接事项（{len(items)} 项）",
            entries=tuple(self._entry(made, item) for item in items[:FULL]),
            entry_acts=self._entry_acts(made, items),
            hint=self._hint(made, len(items)),
        )

    def _hint(self, made: HandOver, count: int) -> str:
        more = f"这里列出前 {FULL} 项，全部 {count} 项印在清单上。" if count > FULL else ""
        if made.occasion is Occasion.TERM:
            return f"换届的清单在换届里分给接手的人。{more}"
        if made.signed_on and not made.voided_on:
            return f"签了字的清单不能再改；写错了的，作废以后重新填一份。{more}"
        if self._open(made) and (left := handovers.not_listed(self.session, made.id)):
            return f"移交人手里又有 {len(left)} 项不在清单上，请点“补上新的事项”。{more}"
        return more

    def _open(self, made: HandOver) -> bool:
        """Whether its lines can still be changed here."""
        return self.may_edit and not (made.voided_on or made.signed_on) and made.occasion is Occasion.STAFF

    def _entry(self, made: HandOver, item: HandOverItem) -> Entry:
        acts: list[Act] = []
        if self._open(made):
            acts += [
                Act("改", lambda: self._change(made, item)),
                Act("去掉", lambda: self._leave_out(made, item)),
            ]
        if item.record_id and (room := ROOMS.get(item.record_table)) and not made.voided_on:
            acts.append(Act("看记录", lambda: _see(self.page.desk, room, item)))
        words = "，".join(part for part in (item.quantity, item.detail) if part)
        state = f"交{item.to_name}" if item.to_name else "没有接手人"
        return Entry(
            f"{item.kind.label}：{item.subject}", words, state, "calm" if item.to_name else "wait", tuple(acts)
        )

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("打印空表", lambda: self.page.print_blank(FORM)),) if self.may_print else ()

    def _acts(self, made: HandOver) -> tuple[Act, ...]:
        may_void = self.session.may("handover.void")
        if made.voided_on:
            return (self.unvoid_act(lambda: handovers.unvoid(self.session, made.id)),) if may_void else ()
        what = f"{self.name_of(made)}的交接清单"
        void = self.void_act(what, lambda reason: handovers.void(self.session, made.id, reason), example="接收人换了")
        acts = [void] if may_void and made.occasion is Occasion.STAFF else []
        if self.may_print:
            acts.append(self.print_act(FORM, made.id))
        if self.may_edit and not made.signed_on:
            acts.append(Act("记签字", lambda: self._sign(made), icon="stamp"))
        if self._open(made):
            acts.append(self.edit_act(made.id))
        return tuple(acts)

    def _entry_acts(self, made: HandOver, items: Sequence[HandOverItem]) -> tuple[Act, ...]:
        if made.voided_on:
            return ()
        if not self._open(made):
            return self._scan_acts(made) if made.signed_on else ()
        acts = [Act("加一项", lambda: self._change(made, None), icon="plus")]
        if len(items) > 1:
            acts.insert(0, Act("指定接手人", lambda: self._assign(made, items), icon="user"))
        if handovers.not_listed(self.session, made.id):
            acts.insert(0, Act("补上新的事项", lambda: self._complete(made), icon="refresh-cw"))
        return tuple(acts)

    def _scan_acts(self, made: HandOver) -> tuple[Act, ...]:
        """The scan of the signed list: to be seen, or put in later."""
        scans = attachments.of(self.session, HandOver.TABLE, made.id)
        if not scans:
            return (Act("补扫描件", lambda: self._scan(made), icon="scan"),) if self.may_edit else ()
        if not self.session.may("attachment.read"):
            return ()
        see = Act("看扫描件", lambda: attempt(self.page, lambda: show_file(self.session, scans[-1].id)), icon="image")
        return (see,)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        self.begin(0)

    def begin(self, staff_id: int, deputy_id: int = 0) -> None:
        """A new list of what this person has in hand."""
        drawer = self.drawer("填交接清单", "移交人手里没办完的事会自动列出，存好以后再逐项核对。", act="列出清单")
        fields = drawer.fields
        fields.put("移交人", PickEditor("giver", givers(self.session), names=True), required=True)
        put_list(self, fields, HandOver(handed_on=self.session.today, witness=usual_witness(self.session)))
        fields.set_values({"giver": key_of(staff_id, deputy_id)})
        self.keep_draft(drawer)

        def act(values: dict[str, Any]) -> HandOver:
            made = HandOver(**giver_of(values), **written(values, fields))
            return handovers.write(self.session, made, handovers.items_in_hand(self.session, made))

        drawer.open(act, self.stored)

    def edit(self, record_id: int) -> None:
        made = self.session.get(HandOver, record_id)
        if not self._open(made):
            return
        drawer = self.drawer("修改交接清单", self.name_of(made))
        put_list(self, drawer.fields, made)
        self.keep_draft(drawer, made)

        def act(values: dict[str, Any]) -> HandOver:
            return handovers.edit(self.session, record_id, **written(values, drawer.fields))

        drawer.open(act, self.stored)

    def _change(self, made: HandOver, item: HandOverItem | None) -> None:
        """One line: what it is, how much, who takes it over; what a record says is not typed here."""
        drawer = self.drawer("改交接事项" if item else "加一项", self.name_of(made))
        fields, line = drawer.fields, item or HandOverItem(kind=ItemKind.EQUIPMENT)
        if not line.record_id:
            kind = ChoiceEditor("kind", KINDS)
            kind.set_value(line.kind)
            fields.put("事项", kind, required=True)
            fields.put("名称", LineEditor("subject", max_length=200), required=True)
        fields.put("数量", LineEditor("quantity", max_length=30), hint="例如 2枚、15卷")
        fields.put("情况", LineEditor("detail", max_length=500))
        fields.put("接手人", PickEditor("taker", takers(self.session, made), names=True), hint="空着就交给接收人")
        names = ("subject", "quantity", "detail")
        fields.set_values({name: getattr(line, name) for name in names})
        fields.set_values({"taker": key_of(line.to_staff_id, line.to_deputy_id)})

        def act(values: dict[str, Any]) -> HandOver:
            new = replace(line, **taken_by(values.pop("taker"), line), **values)
            items = handovers.items_of(self.session, made.id)
            now = [new if item and each.id == item.id else each for each in items]
            return handovers.edit(self.session, made.id, now if item else [*items, new])

        drawer.open(act, self.stored)

    def _assign(self, made: HandOver, items: Sequence[HandOverItem]) -> None:
        """Several lines to one person."""
        drawer = self.drawer("指定接手人", self.name_of(made))
        entries = [(item.id, f"{item.position}. {item.kind.label}：{item.subject}") for item in items]
        drawer.fields.put("哪几项", PickManyEditor("items", entries), required=True)
        drawer.fields.put("接手人", PickEditor("taker", takers(self.session, made), names=True), required=True)

        def act(values: dict[str, Any]) -> HandOver:
            taker, chosen = needed(values, "taker", "接手人"), values["items"]
            if not chosen:
                raise InvalidRecord({"items": "请选交给他的是哪几项。"})
            items = handovers.items_of(self.session, made.id)
            now = [replace(each, **taken_by(taker, each)) if each.id in chosen else each for each in items]
            return handovers.edit(self.session, made.id, now)

        drawer.open(act, self.stored)

    def _leave_out(self, made: HandOver, item: HandOverItem) -> None:
        kept = [each for each in handovers.items_of(self.session, made.id) if each.id != item.id]
        self.ask(
            f"从清单里去掉“{item.subject}”？",
            "这一项不再交接，还算在移交人手里。",
            "去掉",
            "不去掉",
            lambda: handovers.edit(self.session, made.id, kept),
        )

    def _complete(self, made: HandOver) -> None:
        """Put on the list what has come into his hands since."""

        def deed() -> HandOver:
            items = handovers.items_of(self.session, made.id)
            return handovers.edit(self.session, made.id, [*items, *handovers.not_listed(self.session, made.id)])

        attempt(self.page, deed, saved=self.stored)

    def _sign(self, made: HandOver) -> None:
        drawer = self.drawer("记签字", f"{self.name_of(made)}的清单，三个人都签了字再记。", act="记下签字")
        drawer.fields.put("签字日期", self.day("signed_on", self.session.today), required=True)
        drawer.fields.put("扫描件", AttachmentEditor("scan", kinds=SCANS), hint="可以以后补")
        drawer.fields.add_words("记下以后清单不能再改，清单上的事从这一天起算在接手人手里。")

        def act(values: dict[str, Any]) -> HandOver:
            scans = values["scan"]
            on = needed_day(values, "signed_on", "签字日期")
            return handovers.note_signed(self.session, made.id, on, scans[0] if scans else None)

        drawer.open(act, self.stored)

    def _scan(self, made: HandOver) -> None:
        drawer = self.drawer("补扫描件", self.name_of(made))
        drawer.fields.put("扫描件", AttachmentEditor("scan", kinds=SCANS), required=True)

        def act(values: dict[str, Any]) -> HandOver:
            if not values["scan"]:
                raise InvalidRecord({"scan": "请选扫描件。"})
            return handovers.add_scan(self.session, made.id, values["scan"][0])

        drawer.open(act, self.stored)


def _see(desk: Desk, room: str, item: HandOverItem) -> None:
    """Go to the record that a line is about."""
    if room == "opinions":
        desk.go(room, item.record_id or 0)
        return
    page = desk.go(room)
    if isinstance(page, SectionPage) and item.record_table in page.sections:
        page.open_section(item.record_table)
        page.open_record(item.record_id or 0)


def hand_over(page: SectionPage, staff_id: int) -> None:
    """Open the lists with a new one of this person."""
    page.open_section(HandoverSection.KEY)
    section = page.section
    assert isinstance(section, HandoverSection)
    section.begin(staff_id)
