"""意见箱开箱 (F22): who opened which box when, what was in it, what became of each piece (3.2.1, 5.1.1)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import boxes, staff
from lianluozhan.models.boxes import BoxOpening, BoxPiece, Treatment
from lianluozhan.models.listing import Listing
from lianluozhan.models.staff import Staff

from ...editors import LineEditor, NumberEditor, PickEditor, TextEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Act, Entry, Shown
from ..sections.voiding import VOIDED, RegisterSection, void_facts
from .piece_editor import PieceEditor

TONES = {Treatment.OPEN: "wait", Treatment.REGISTERED: "good", Treatment.ANSWERED: "good"}


class BoxSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "boxes", "意见箱开箱", "mail-open", "次"
    ADD, PERMISSION, FIND = "登记开箱", "box.enter", "查找地点、见证人、内容摘要"
    EMPTY = ("还没有开箱登记", "意见箱定期由两个人一起开，箱里的每一件都登在这里，再从这里登记成登记表。")
    VIEWS = (("", "全部"), ("open", "还有没处理的"))
    COLUMNS = (
        Column("开箱日期", "opened_on", width=96),
        Column("地点（箱号）", "box"),
        Column("件数", "piece_count", align="right", width=56),
        Column("没处理", "untreated", lambda count: f"{count} 件" if count else "", align="right", width=72),
        VOIDED,
    )

    def listing(self) -> Listing:
        return boxes.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return boxes.listing(self.session).count()

    def name_of(self, record: BoxOpening) -> str:
        return f"{spoken_day(record.opened_on, self.session.today)} {record.box}"

    def shown(self, record_id: int) -> Shown:
        opening = self.session.get(BoxOpening, record_id)
        pieces = boxes.pieces_of(self.session, record_id)
        untreated = sum(piece.treatment is Treatment.OPEN for piece in pieces)
        state, tone = ("作废", "calm") if opening.voided_on else ("处理完", "good")
        if untreated and not opening.voided_on:
            state, tone = f"还有 {untreated} 件没处理", "wait"
        return Shown(
            title=opening.box,
            subtitle=spoken_day(opening.opened_on, self.session.today) + "开箱",
            state=state,
            tone=tone,
            facts=(
                ("开箱人", "、".join(self._openers(opening))),
                ("见证人", opening.witness),
                ("件数", f"{opening.piece_count or 0} 件"),
                ("说明", opening.note),
                *void_facts(opening.voided_on, opening.void_reason),
            ),
            acts=self._acts(opening),
            entries_title="箱里的件",
            entries=tuple(self._entry(opening, piece) for piece in pieces),
        )

    def _openers(self, opening: BoxOpening) -> list[str]:
        found = (self.session.find(Staff, id_) for id_ in (opening.first_opener_id, opening.second_opener_id))
        return [person.name for person in found if person]

    def _acts(self, opening: BoxOpening) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        if opening.voided_on:
            return (self.unvoid_act(lambda: boxes.unvoid(self.session, opening.id)),)
        void = self.void_act(
            f"{spoken_day(opening.opened_on, self.session.today)}的开箱登记",
            lambda reason: boxes.void(self.session, opening.id, reason),
        )
        return (void, self.edit_act(opening.id))

    def _entry(self, opening: BoxOpening, piece: BoxPiece) -> Entry:
        return Entry(
            f"第 {piece.position} 件",
            piece.summary + (f"\n{piece.note}" if piece.note else ""),
            piece.treatment.label,
            TONES.get(piece.treatment, "calm"),
        )

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("登记开箱", "两个人一起开，当着面数清件数。")
        me = self.session.staff.id
        self._put(drawer.fields, BoxOpening(opened_on=self.session.today, first_opener_id=me, piece_count=None), [])
        self.keep_draft(drawer)

        def act(values: dict[str, Any]) -> BoxOpening:
            pieces = [_piece(row) for row in values.pop("pieces")]
            return boxes.enter(self.session, BoxOpening(**values), pieces)

        drawer.open(act, self.stored)

    def edit(self, record_id: int) -> None:
        opening = self.session.get(BoxOpening, record_id)
        drawer = self.drawer("修改开箱登记", self.name_of(opening))
        rows = [_row(piece) for piece in boxes.pieces_of(self.session, record_id)]
        self._put(drawer.fields, opening, rows)
        self.keep_draft(drawer, opening)

        def act(values: dict[str, Any]) -> BoxOpening:
            pieces = [_piece(row) for row in values.pop("pieces")]
            return boxes.edit(self.session, record_id, pieces, **values)

        drawer.open(act, self.stored)

    def _put(self, fields: FieldColumn, opening: BoxOpening, rows: list[dict[str, Any]]) -> None:
        people = staff.choices(self.session)
        fields.put("开箱日期", self.day("opened_on", opening.opened_on), required=True)
        fields.put("地点（箱号）", LineEditor("box", max_length=50), required=True)
        fields.put("开箱人", PickEditor("first_opener_id", people, names=True), required=True)
        fields.put(
            "另一位开箱人",
            PickEditor("second_opener_id", people, names=True),
            hint="站里没有第二个人在，就填下面的见证人。",
        )
        fields.put("见证人", LineEditor("witness", max_length=50))
        fields.put(
            "件数",
            NumberEditor("piece_count", maximum=1000, unit="件"),
            required=True,
            hint="当面数的件数，要和下面写的一样多。",
        )
        fields.put("箱里的件", PieceEditor("pieces"), hint="一件写一条，写完按 Enter 写下一件。")
        fields.put("说明", TextEditor("note", lines=2, max_length=1000))
        names = ("box", "first_opener_id", "second_opener_id", "witness", "piece_count", "note")
        fields.set_values({name: getattr(opening, name) for name in names} | {"pieces": rows})


def _piece(row: dict[str, Any]) -> BoxPiece:
    return BoxPiece(id=row["id"], summary=row["summary"], treatment=Treatment(row["treatment"]), note=row["note"])


def _row(piece: BoxPiece) -> dict[str, Any]:
    return {"id": piece.id, "summary": piece.summary, "treatment": piece.treatment.value, "note": piece.note}
