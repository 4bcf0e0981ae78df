"""移交 (F85T, F85L): what goes to the county archive, class by class, on a list that three people sign (4.6.3)."""

from __future__ import annotations

from functools import partial
from typing import Any

from lianluozhan.models import staff
from lianluozhan.models.archive import transferring
from lianluozhan.models.archive.transferring import Signing, Transfer, TransferClass, TransferState
from lianluozhan.models.listing import Listing
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...editors import LineEditor, NameEditor
from ...record_table import Column
from ...slices import Row
from ..sections.section import Act, Entry, Shown, needed, needed_day, one_of
from ..sections.voiding import VOIDED, RegisterSection, day_words, void_facts
from .pieces_sheet import Deed, PiecesSheet, row_of
from .working import at_once

LIST, ITEMS = "F85T", "F85L"
NAMED = 3  # of those that are held back


class TransferSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "transfers", "移交", "handshake", "次"
    RECORD = Transfer
    ADD, PERMISSION, FIND = "编移交清单", "archive.transfer", "查找编号、接收单位"
    EMPTY = ("还没有移交过档案", "永久和 30 年的件，在本站保管满年限以后，编清单移交给县档案馆。")
    CONSEQUENCE = "作废以后，清单上的件可以编到另一份清单里；这一份的内容都保留。"
    VIEWS = (("", "全部"), ("open", "还没有移交的"), ("done", "已移交的"))
    COLUMNS = (
        Column("编号", "number", lambda number: number.removeprefix(transferring.NUMBER), width=118),
        Column("接收单位", "receiver"),
        Column("件数", "items", lambda count: f"{count} 件", align="right", width=70),
        Column("进展", "state", lambda code: TransferState(code).label, width=80),
        VOIDED,
    )

    def listing(self) -> Listing:
        return transferring.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return transferring.listing(self.session).count()

    def name_of(self, record: Transfer) -> str:
        return record.number

    def shown(self, record_id: int) -> Shown:
        file = transferring.transfer_file(self.session, record_id)
        made = file.transfer
        state, tone = made.state.label, "good" if made.state is TransferState.HANDED else "wait"
        if made.voided_on:
            state, tone = "作废", "calm"
        preparer = self.session.find(Staff, made.prepared_by)
        signed = f"移交人{file.handed_by}，接收人{made.received_by}，监交人{made.supervised_by}"
        facts = (
            ("接收单位", made.receiver),
            ("编制", f"{preparer.name if preparer else ''}　{day_words(made.prepared_on)}"),
            ("件数", f"{len(file.items)} 件，{sum(item.pages or 0 for item in file.items)} 页"),
            ("电子载体", made.medium),
            ("移交", f"{day_words(made.handed_on)}　{signed}" if made.handed_on else ""),
            ("备注", made.note),
        )
        return Shown(
            title=made.number,
            subtitle=made.receiver,
            state=state,
            tone=tone,
            facts=(*((label, text) for label, text in facts if text), *void_facts(made.voided_on, made.void_reason)),
            acts=self._acts(made),
            entries_title="按类别",
            entries=tuple(_entry(each) for each in file.classes),
            hint=self._held_back() if made.state is TransferState.DRAFT and not made.voided_on else "",
        )

    def _held_back(self) -> str:
        """What should go along and cannot yet."""
        held = transferring.held_back(self.session)
        named = "、".join(f"{item.archival_number}（{why}）" for item, why in held[:NAMED])
        more = f"等 {len(held)} 件" if len(held) > NAMED else ""
        return f"也满了年限、现在不能移交的：{named}{more}。" if held else ""

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_print:
            return ()
        return (
            Act("空白清单", lambda: self.page.print_blank(LIST)),
            Act("空白目录", lambda: self.page.print_blank(ITEMS)),
        )

    def _acts(self, made: Transfer) -> tuple[Act, ...]:
        if made.voided_on:
            return ()
        acts: list[Act] = []
        is_open = made.state is TransferState.DRAFT and self.may_edit
        if is_open:
            void = lambda reason: transferring.void(self.session, made.id, reason)  # noqa: E731
            acts.append(self.void_act(made.number, void, example="县档案馆改期接收"))
        if self.may_print:
            acts.append(self.print_act(LIST, made.id))
        if is_open:
            acts.append(self.edit_act(made.id))
            acts.append(Act("增减件", lambda: self._open_items(made), icon="list"))
            acts.append(Act("登记移交", lambda: self._hand_over(made), "primary", key="F9"))
        return tuple(acts)

    # The 件 -----------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """What is due to go, all of it ticked; then who receives it."""
        if not transferring.due(self.session):
            held = self._held_back()
            self.page.desk.tell(f"现在没有到时候可以移交的件。永久和 30 年的件满了年限才移交。{held}")
            return
        about = "这些件在本站保管满年限了。勾上要移交的，再填接收单位。"
        deed = Deed("编清单", self._prepare, "primary", "Ctrl+S")
        self._open_sheet("要移交的件", about, self._due_rows, (deed,), all_ticked=True)

    def _due_rows(self) -> list[Row]:
        return [row_of(item) for item in transferring.due(self.session)]

    def _add_more(self, made: Transfer) -> None:
        if not transferring.due(self.session):
            self.page.desk.tell("没有别的可以移交的件可以加了。")
            return

        def put(ids: list[int]) -> None:
            attempt(
                self.page,
                lambda: at_once(self.page, "正在加进清单", partial(transferring.put_on, self.session, made.id, ids)),
                saved=lambda _: self._open_items(made),
            )

        deed = Deed("加进去", put, "primary", "Ctrl+S")
        self._open_sheet(f"{made.number}　加件", "勾上要加到这份清单上的件。", self._due_rows, (deed,))

    def _open_items(self, made: Transfer) -> None:
        def take_off(ids: list[int]) -> None:
            off = partial(transferring.take_off, self.session, made.id, ids)
            attempt(self.page, lambda: at_once(self.page, "正在撤出清单", off), saved=lambda _: self._read_sheet())

        def rows() -> list[Row]:
            return [row_of(item) for item in transferring.items_of(self.session, made.id)]

        deeds = (
            Deed("撤出清单", take_off, "danger"),
            Deed("加件", lambda ids: self._add_more(made), key="Ins", on_none=True),
        )
        self._open_sheet(f"{made.number}　清单上的件", "勾上这次不移交的件，撤出清单；漏了的再加。", rows, deeds)

    def _open_sheet(
        self, title: str, about: str, read: Any, deeds: tuple[Deed, ...], *, all_ticked: bool = False
    ) -> None:
        def made() -> PiecesSheet:
            sheet = PiecesSheet(title, about, read, deeds)
            if all_ticked:
                sheet.turn_all()
            return sheet

        self.page.open_job(made)

    def _read_sheet(self) -> None:
        sheet = self.page.layers.currentWidget()
        if isinstance(sheet, PiecesSheet):
            sheet.read()

    def _back(self, made: Transfer) -> None:
        self.page.open_record(made.id)
        self.page.take_focus()

    # Drawers ---------------------------------------------------------------------------------------------------------

    def _prepare(self, ids: list[int]) -> None:
        drawer = self.drawer("编移交清单", f"{len(ids)} 件", act="编清单")
        self._put(drawer.fields, Transfer(receiver="县档案馆"))
        self.keep_draft(drawer, what="prepare")

        def act(values: dict[str, Any]) -> Transfer:
            said = values["receiver"], ids, values["medium"], values["note"]
            return at_once(self.page, "正在编移交清单", partial(transferring.prepare, self.session, *said))

        drawer.open(act, self._back)

    def edit(self, record_id: int) -> None:
        made = self.session.get(Transfer, record_id)
        if made.voided_on or made.state is not TransferState.DRAFT:
            return
        drawer = self.drawer("修改移交清单", made.number)
        self._put(drawer.fields, made)
        self.keep_draft(drawer, made)
        drawer.open(lambda values: transferring.edit(self.session, record_id, **values), self.stored)

    def _put(self, fields: Any, made: Transfer) -> None:
        hint = "随纸质件一起移交的电子档案，例如：U 盘一个，电子档案包 1.2 GB。"
        fields.put("接收单位", LineEditor("receiver", max_length=60), required=True)
        fields.put("电子载体", LineEditor("medium", max_length=80), hint=hint)
        fields.put("备注", LineEditor("note", max_length=200))
        fields.set_values({"receiver": made.receiver, "medium": made.medium, "note": made.note})

    def _hand_over(self, made: Transfer) -> None:
        file = transferring.transfer_file(self.session, made.id)
        about = f"{made.number}　{len(file.items)} 件。三方当面点清、签了字再登记；登记以后不能再借，也不能改。"
        drawer = self.drawer("登记移交", about, act="登记移交")
        fields, people = drawer.fields, staff.choices(self.session)
        fields.put("移交人", one_of("handed_by", people, self.session.staff.id), required=True)
        fields.put("接收人", NameEditor("received_by", max_length=50), required=True, hint="接收单位签字的人。")
        fields.put("监交人", NameEditor("supervised_by", max_length=50), required=True)
        fields.put("移交日期", self.day("handed_on", self.session.today), required=True)
        self.keep_draft(drawer, made, what="hand_over")

        def act(values: dict[str, Any]) -> Transfer:
            day, giver = needed_day(values, "handed_on", "移交日期"), needed(values, "handed_by", "移交人")
            signing = Signing(giver, values["received_by"], values["supervised_by"], day)
            return at_once(self.page, "正在登记移交", partial(transferring.hand_over, self.session, made.id, signing))

        drawer.open(act, self.stored)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "prepare":
            self.add()
            sheet = self.page.layers.currentWidget()
            if isinstance(sheet, PiecesSheet):
                self._prepare(sheet.chosen())
        elif what == "hand_over":
            self.page.open_record(record_id)
            self._hand_over(self.session.get(Transfer, record_id))
        else:
            super().open_draft(what, record_id)


def _entry(each: TransferClass) -> Entry:
    return Entry(
        each.words, f"{'' if each.volumes else '件号 '}{each.span}，{each.pages} 页", f"{len(each.items)} 件", "calm"
    )
