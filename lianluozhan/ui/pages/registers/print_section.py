"""打印登记: who had which sheet of which record when, on paper or as a file; printed again, or made void (4.3.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lianluozhan.models import prints
from lianluozhan.models.listing import Listing
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.prints import PAPER, WAYS, Print
from lianluozhan.models.query_line import span
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ...record_table import Column
from ..opinion.words import spoken_day
from ..sections.section import Act, Shown
from ..sections.voiding import VOIDED, RegisterSection, void_facts

DAYS = {"today": 0, "week": 6, "month": 30}


def title_of(number: str) -> str:
    """What a form is called, by the number it is entered under."""
    return titles().get(number, number)


def titles() -> dict[str, str]:
    """All forms and volumes by number; loaded when first wanted, for the room opens sooner without them."""
    from lianluozhan import sheets
    from lianluozhan.sheets.volumes import VOLUMES

    return sheets.titles() | {number: volume.words for number, volume in VOLUMES.items()}


class PrintSection(RegisterSection):
    KEY, LABEL, ICON, COUNTED = "prints", "打印登记", "printer", "次"
    PERMISSION, FIND = "print.void", "查找表名、事由、打印人、纸号、日期"
    EMPTY = ("还没有打印过", "每打印一次、每存一次文件，都自动记在这里：谁、什么时候、哪张表、几份。")
    CONSEQUENCE = "这张纸从此不算数；这次打印的记录保留，查到它的纸号时会说明已经作废。"
    VIEWS = (
        ("", "全部"),
        ("today", "今天"),
        ("week", "最近一周"),
        ("month", "最近一个月"),
    )
    COLUMNS = (
        Column("时间", "printed_at", lambda at: at[5:16].replace("T", " "), width=112),
        Column("表", "form", title_of, width=134),
        Column("哪一件", "subject"),
        Column("打印人", "printed_by_name", width=86),
        VOIDED,
    )

    @classmethod
    def is_for(cls, session: Session) -> bool:
        return session.may("print.form") and session.may("opinion.read")

    @property
    def refusal(self) -> str:
        return ""

    def listing(self) -> Listing:
        words, first, last = self._wanted()
        named = [number for number, title in titles().items() if words and words in f"{number} {title}"]
        return prints.listing(self.session, words, forms=named, since=first, until=last, voided=self.retired)

    def _wanted(self) -> tuple[str, date | None, date | None]:
        """The words without the day or days among them; those of the view, if none was typed."""
        rest, today = [], self.session.today
        first, last = None, None
        if self.which:
            first = today - timedelta(days=DAYS[self.which])
        for part in self.words.split():
            if found := span(part, today) if not part.isascii() or "-" in part[2:5] else None:
                first, last = found
            else:
                rest.append(part)
        return " ".join(rest), first, last

    def in_use(self) -> int:
        return prints.listing(self.session, voided=False).count()

    def shown(self, record_id: int) -> Shown:
        entry = self.session.get(Print, record_id)
        at, who = entry.printed_at, self.session.find(Staff, entry.printed_by)
        when = f"{spoken_day(at.date(), self.session.today)} {at:%H:%M}" if at else ""
        pages = f"，每份 {entry.pages} 页" if entry.pages else ""
        state, tone = ("作废", "calm") if entry.voided_on else ("打印" if entry.way == PAPER else "存文件", "good")
        return Shown(
            title=title_of(entry.form),
            subtitle=f"{when}　{who.name if who else ''}",
            state=state,
            tone=tone,
            facts=(
                ("哪一件", self._subject(entry)),
                ("方式", WAYS.get(entry.way, entry.way)),
                ("份数", f"{entry.copies or 1} 份{pages}"),
                ("用途", entry.purpose),
                ("纸号", entry.paper_code),
                *void_facts(entry.voided_on, entry.void_reason),
            ),
            acts=self._acts(entry),
            hint="" if entry.owner_id else "空白表和台账不属于哪一件，记下的是打印过这么一次。",
        )

    def _subject(self, entry: Print) -> str:
        if not entry.owner_id:
            return ""
        if entry.owner_table == Opinion.TABLE:
            opinion = self.session.find(Opinion, entry.owner_id)
            return f"{opinion.number}　{opinion.title}".strip() if opinion else ""
        from lianluozhan import sheets

        return sheets.record_name(self.session, entry.owner_table, entry.owner_id)

    def _acts(self, entry: Print) -> tuple[Act, ...]:
        acts = []
        if self.may_edit and not entry.voided_on:
            acts.append(self._void(entry))
        if entry.owner_table == Opinion.TABLE and entry.owner_id:
            opinion_id = entry.owner_id
            acts.append(Act("看登记表", lambda: self.page.desk.go("opinions", opinion_id), icon="file-text"))
        if self.may_print and (entry.owner_id or entry.form in titles()):
            acts.append(Act("重打", lambda: self.edit(entry.id), icon="printer", key="Ctrl+P"))
        return tuple(acts)

    def _void(self, entry: Print) -> Act:
        return self.void_act(
            "这次打印的表", lambda reason: prints.void(self.session, entry.id, reason), example="填错了，已重打"
        )

    def add(self) -> None:
        """Nothing is added by hand: printing enters itself."""

    def edit(self, record_id: int) -> None:
        """Print the same sheet once more."""
        entry = self.session.get(Print, record_id)
        if entry.owner_id:
            self.page.print_sheets(entry.form, [entry.owner_id])
        elif entry.form in titles():
            self.page.print_blank(entry.form)

    def name_of(self, record: Any) -> str:
        return title_of(record.form)
