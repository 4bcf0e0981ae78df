"""意见箱开箱 (F22): who opened which box when, what was in it, what became of each piece (3.2.1, 5.1.1)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import boxes, staff
from lianluozhan.models.boxes import BY_HAND, NOTED, BoxOpening, BoxPiece, Treatment
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.origins import Origin
from lianluozhan.models.staff import Staff

from ...attempt import attempt
from ...editors import LineEditor, NumberEditor, OptionRow, PickEditor, TextEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Act, Entry, Shown
from ..sections.voiding import VOIDED, void_facts
from .incoming import IncomingSection
from .known_words import KnownWordsEditor
from .piece_editor import PieceEditor

FORM = "F22"
NEED_TWO = "站里没有第二个人在，就填下面的见证人。"
PRINTED_AT_MOST = 500


class BoxSection(IncomingSection):
    KEY, LABEL, ICON, COUNTED = "boxes", "意见箱开箱", "mail-open", "次"
    ADD, PERMISSION, FIND = "登记开箱", "box.enter", "查找地点、见证人、内容摘要"
    EMPTY = ("还没有开箱登记", "意见箱定期由两个人一起开，箱里的每一件都登在这里，再从这里登记成登记表。")
    VIEWS = (("", "全部"), ("open", "还有没处理的"))
    COLUMNS = (
        Column("开箱日期", "opened_on", width=116),
        Column("地点（箱号）", "box"),
        Column("件数", "piece_count", align="right", width=56),
        Column("没处理", "untreated", lambda count: f"{count} 件" if count else "", align="right", width=72),
        VOIDED,
    )

    def listing(self) -> Listing:
        return boxes.listing(self.session, self.words, view=self.which, voided=self.retired)

    def in_use(self) -> int:
        return boxes.listing(self.session).count()

    def name_of(self, record: BoxOpening | BoxPiece) -> str:
        if isinstance(record, BoxPiece):
            return self._piece_name(record)
        return f"{spoken_day(record.opened_on, self.session.today)} {record.box}"

    def shown(self, record_id: int) -> Shown:
        opening = self.session.get(BoxOpening, record_id)
        pieces = boxes.pieces_of(self.session, record_id)
        untreated = [piece.id for piece in pieces if piece.treatment is Treatment.OPEN]
        state, tone = ("作废", "calm") if opening.voided_on else ("处理完", "good")
        if untreated and not opening.voided_on:
            state, tone = f"还有 {len(untreated)} 件没处理", "wait"
        first = untreated[0] if untreated else 0
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
            entries=tuple(self._entry(opening, piece, first=piece.id == first) for piece in pieces),
        )

    def _openers(self, opening: BoxOpening) -> list[str]:
        found = (self.session.find(Staff, id_) for id_ in (opening.first_opener_id, opening.second_opener_id))
        return [person.name for person in found if person]

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_print:
            return ()
        return (
            Act("打印登记表", self._print_listed, icon="printer"),
            Act("打印空表", lambda: self.page.print_blank(FORM)),
        )

    def _print_listed(self) -> None:
        """F22 of the openings as they are listed, in the order of their days."""
        ids = attempt(self.page, self._listed)
        if ids is not None:
            self.page.print_sheets(FORM, ids)

    def _listed(self) -> list[int]:
        rows = self.listing().page(PRINTED_AT_MOST + 1)
        if len(rows) > PRINTED_AT_MOST:
            raise RuleError(f"清单里超过 {PRINTED_AT_MOST} 次开箱，一次打印太多。请先查找，缩小范围再打印。")
        kept = sorted((row["opened_on"], row["id"]) for row in rows if not row["voided_on"])
        if not kept:
            raise RuleError("清单里没有可以打印的开箱。要手填的表，请点“打印空表”。")
        return [id_ for _, id_ in kept]

    def _acts(self, opening: BoxOpening) -> tuple[Act, ...]:
        printing = (self.print_act(FORM, opening.id),) if self.may_print and not opening.voided_on else ()
        if not self.may_edit:
            return printing
        if opening.voided_on:
            return (self.unvoid_act(lambda: boxes.unvoid(self.session, opening.id)),)
        void = self.void_act(
            f"{spoken_day(opening.opened_on, self.session.today)}的开箱登记",
            lambda reason: boxes.void(self.session, opening.id, reason),
        )
        return (void, *printing, self.edit_act(opening.id))

    def _entry(self, opening: BoxOpening, piece: BoxPiece, *, first: bool) -> Entry:
        state, tone, opinion_id = self.treatment_words(piece.treatment, piece.opinion_id)
        words = piece.summary + (f"\n{piece.note}" if piece.note else "")
        acts: list[Act] = [self.see_act(opinion_id)] if opinion_id else []
        if not acts and not opening.voided_on:
            if self.may_register:
                acts.append(self.register_act(Origin(BoxPiece.TABLE, piece.id), key="F9" if first else ""))
            if self.may_edit:
                acts.append(Act("不用登记", lambda: self._treat(piece)))
                acts.append(self.link_act(self._piece_name(piece), lambda id_: boxes.link(self.session, piece.id, id_)))
        return Entry(f"第 {piece.position} 件", words, state, tone, tuple(acts))

    def _piece_name(self, piece: BoxPiece) -> str:
        return f"第 {piece.position} 件　{piece.summary[:30]}"

    def after_piece(self, record: BoxPiece) -> None:
        self.page.open_record(record.opening_id or 0)

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("登记开箱", "两个人一起开，当着面数清件数。")
        me, known = self.session.staff.id, boxes.boxes_known(self.session)
        blank = BoxOpening(
            opened_on=self.session.today, first_opener_id=me, piece_count=None, box=known[0] if known else ""
        )
        self._put(drawer.fields, blank, [])
        self.keep_draft(drawer)
        drawer.open(lambda values: boxes.enter(self.session, *_written(values)), self.stored)

    def edit(self, record_id: int) -> None:
        opening = self.session.get(BoxOpening, record_id)
        if opening.voided_on:
            return
        drawer = self.drawer("修改开箱登记", self.name_of(opening))
        self._put(drawer.fields, opening, [_row(piece) for piece in boxes.pieces_of(self.session, record_id)])
        self.keep_draft(drawer, opening)

        def act(values: dict[str, Any]) -> BoxOpening:
            pieces = [_piece(row) for row in values.pop("pieces")]
            return boxes.edit(self.session, record_id, pieces, **values)

        drawer.open(act, self.stored)

    def _put(self, fields: FieldColumn, opening: BoxOpening, rows: list[dict[str, Any]]) -> None:
        people, known = staff.choices(self.session), boxes.boxes_known(self.session)
        box = KnownWordsEditor("box", known)
        fields.put("开箱日期", self.day("opened_on", opening.opened_on), required=True)
        fields.put("地点（箱号）", box, required=True)
        fields.put("开箱人", PickEditor("first_opener_id", people, names=True), required=True)
        fields.put("另一位开箱人", PickEditor("second_opener_id", people, names=True), hint=NEED_TWO)
        fields.put("见证人", LineEditor("witness", max_length=50))
        count = NumberEditor("piece_count", maximum=1000, unit="件")
        fields.put("件数", count, required=True, hint="当面数的件数，要和下面写的一样多。")
        fields.put("箱里的件", PieceEditor("pieces", after=count), hint="一件写一条，写完按 Enter 写下一件。")
        fields.put("说明", TextEditor("note", lines=2, max_length=1000))
        names = ("box", "first_opener_id", "second_opener_id", "witness", "piece_count", "note")
        fields.set_values({name: getattr(opening, name) for name in names} | {"pieces": rows})

    def _treat(self, piece: BoxPiece) -> None:
        drawer = self.drawer("不用登记的件", self._piece_name(piece))
        treatment = OptionRow("treatment", [(made, made.label) for made in BY_HAND])
        treatment.set_value(piece.treatment if piece.treatment in BY_HAND else Treatment.OPEN)
        drawer.fields.put("怎么处理", treatment, required=True)
        note = LineEditor("note", max_length=100)
        note.set_value(piece.note)
        said = "、".join(made.label for made in NOTED)
        drawer.fields.put("说明", note, hint=f"选了{said}的，请写一句。")

        def act(values: dict[str, Any]) -> BoxPiece:
            return boxes.treat(self.session, piece.id, values["treatment"], values["note"])

        self.keep_draft(drawer, piece, what="treat")
        drawer.open(act, self.after_piece)

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "treat":
            piece = self.session.get(BoxPiece, record_id)
            self.page.open_record(piece.opening_id or 0)
            self._treat(piece)
        else:
            super().open_draft(what, record_id)


def _written(values: dict[str, Any]) -> tuple[BoxOpening, list[BoxPiece]]:
    pieces = [_piece(row) for row in values.pop("pieces")]
    return BoxOpening(**values), pieces


def _piece(row: dict[str, Any]) -> BoxPiece:
    return BoxPiece(id=row["id"], summary=row["summary"], treatment=Treatment(row["treatment"]), note=row["note"])


def _row(piece: BoxPiece) -> dict[str, Any]:
    return {"id": piece.id, "summary": piece.summary, "treatment": piece.treatment.value, "note": piece.note}
