"""The tab 奖惩 of a deputy: commendations and awards, entered by hand, the eighth part of his file (3.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models.deputies import Deputy
from lianluozhan.models.service import entering
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord

from ... import theme
from ...attempt import attempt
from ...editors import AttachmentEditor, LineEditor, TextEditor
from ...field_column import FieldColumn
from ...question import ask_reason
from ...record_table import Column, RecordTable
from ...text import Words, button, link
from .deputy_tab import DeputyTab
from .service_section import FORM, put_free
from .service_source import open_line

if TYPE_CHECKING:
    from ..sections.section import Section

FIELDS = ("title", "starts_on", "organiser", "content", "page_ref", "note")
COLUMNS = (
    Column("日期", "starts_on", width=116),
    Column("名称", "title"),
    Column("授予单位", "organiser", width=170),
    Column("佐证件号", "page_ref", width=92),
    Column("审核", "state", lambda code: ReviewState(code).label, width=72),
)


class AwardTab(DeputyTab):
    """What the deputy was commended for, the newest first."""

    LABEL = "奖惩"
    OWN_FOOT = True

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self.said = Words("", "soft")
        self.table = RecordTable(COLUMNS, self._listing())
        self.table.setAccessibleName("表彰奖励")
        self.add_button = link("登记表彰奖励", icon="plus")
        self.edit_button, self.void_button = button("修改"), button("作废", role="danger")
        self.print_button, self.see_button = button("打印", icon="printer"), button("看履职记录")
        self._build()
        self.table.chosen.connect(lambda _: self._offer())
        self.table.opened.connect(lambda row: self._edit(row) if row else None)
        self.add_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(lambda: self._with_row(self._edit))
        self.void_button.clicked.connect(lambda: self._with_row(self._void))
        self.print_button.clicked.connect(lambda: self._with_row(self._print))
        self.see_button.clicked.connect(lambda: self._with_row(self._see))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (18, 8, 18, 8)))
        head.addWidget(self.said, 1)
        head.addWidget(self.add_button)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(6))
        for made in (self.void_button, self.print_button, self.see_button):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.edit_button)
        column.addWidget(foot)

    def _listing(self) -> Any:
        return entering.listing(self.session, deputy_id=self.deputy_id or -1, kind=ServiceKind.AWARD)

    def fill(self) -> None:
        kept = self.table.current()
        self.table.set_slices(self._listing())
        if kept is None or not self.table.select(kept["id"]):
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        honours = self.session.get(Deputy, self.deputy_id).honours.strip() if self.deputy_id else ""
        count = self.table.records.loaded.total
        known = f"基本情况里写的：{'；'.join(honours.splitlines())}" if honours else ""
        said = f"共 {count} 条，由站领导审核后计入档案。" if count else "还没有登记表彰奖励。"
        self.said.setText(f"{said}{known}")
        self._offer()

    def _offer(self) -> None:
        """What can be done with the current line."""
        row = self.table.current()
        self.add_button.setVisible(self.session.may("service.enter"))
        for made, permission in (
            (self.edit_button, "service.enter"),
            (self.void_button, "service.void"),
            (self.print_button, "print.form"),
        ):
            made.setVisible(self.session.may(permission))
            made.setEnabled(row is not None)
        self.see_button.setEnabled(row is not None)

    def _with_row(self, deed: Any) -> None:
        row = self.table.current()
        if row is not None:
            deed(row)

    # What is done --------------------------------------------------------------------------------------------------

    def add(self) -> None:
        name = self.session.get(Deputy, self.deputy_id).name
        drawer = self.section.drawer("登记表彰奖励", name)
        self._put(drawer.fields, ServiceRecord(starts_on=self.session.today))

        def act(values: dict[str, Any]) -> ServiceRecord:
            files = values.pop("files")
            made = ServiceRecord(deputy_id=self.deputy_id, kind=ServiceKind.AWARD, half_days=0, **values)
            return entering.enter(self.session, made, files)

        drawer.open(act, self._stored)

    def _edit(self, row: dict[str, Any]) -> None:
        if not self.session.may("service.enter"):
            return
        made = self.session.get(ServiceRecord, row["id"])
        drawer = self.section.drawer("修改表彰奖励", made.title)
        self._put(drawer.fields, made)
        drawer.open(lambda values: entering.edit(self.session, made.id, **values), self._stored)

    def _put(self, fields: FieldColumn, made: ServiceRecord) -> None:
        fields.put("名称", LineEditor("title", max_length=80), required=True, hint="例如：2025年度优秀人大代表")
        fields.put("日期", self.section.day("starts_on", made.starts_on), required=True, hint="决定或者颁发的日期")
        fields.put("授予单位", LineEditor("organiser", max_length=60))
        fields.put("事由和依据", TextEditor("content", lines=3), hint="写明决定的文号更好查。")
        put_free(fields)
        hint = f"证书、文件的照片，最多 {entering.ENCLOSED_AT_MOST} 个。"
        fields.put("佐证", AttachmentEditor("files"), hint=hint)
        fields.set_values({name: getattr(made, name) for name in FIELDS})

    def _stored(self, made: ServiceRecord) -> None:
        self.fill()
        self.table.select(made.id)
        self.table.setFocus()

    def _void(self, row: dict[str, Any]) -> None:
        consequence = "作废以后不再计入履职档案；内容都保留，在“履职登记”里可以撤销作废。"
        title = f"作废“{row['title']}”？"
        reason = ask_reason(
            self.section.page, title, consequence, "作废", "不作废", label="作废原因", example="登记重了"
        )
        if reason is not None:
            attempt(self.section.page, lambda: entering.void(self.session, row["id"], reason))
            self.fill()

    def _print(self, row: dict[str, Any]) -> None:
        self.section.page.print_sheets(FORM, [row["id"]])

    def _see(self, row: dict[str, Any]) -> None:
        open_line(self.section.page.desk, row["id"])
