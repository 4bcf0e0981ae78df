"""待归档: what of a year is ready to be filed, with what each 件 still lacks; ticked and filed, or by hand (4.6.2)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models.archive import proposing, schemes
from lianluozhan.models.archive.proposing import NotReady, Proposal
from lianluozhan.models.archive.record import Item, Retention, Rule
from lianluozhan.models.permissions import who_may

from ...record_list import ListRow, RecordList
from ...shortcuts import shortcut
from ...slices import Row
from ..sections.section import Act, Shown
from ..system.section_table import HeldRows
from . import ready_drawers, sources
from .filing_work import file_many
from .ready_rows import LACKING, NOT_YET, STATES, TICK, WHOLE, Key, YearList, rows_of
from .two_lines import TwoLineSection

YEARS = 5  # this one and those before it that can be looked at
NO_SCHEME = "还没有确定分类方案，先确定才能归档。"


class ReadySection(TwoLineSection):
    KEY, LABEL, ICON, COUNTED = "ready", "待归档", "clipboard-check", "件"
    ADD, PERMISSION, FIND = "补录外来文件", "archive.file", "查找题名、责任者、缺什么"
    EMPTY = ("这一年没有要归档的", "办结的社情民意、接待、代表履职、公文，到时候会自己列在这里；上面可以换一年看。")
    LEFT_OUT_WORDS = ""

    # The list --------------------------------------------------------------------------------------------------------

    def make_view(self) -> RecordList:
        """Empty until the section is opened: all records of a year are looked through for it."""
        self._found: YearList | None = None
        self._due: tuple[int, int] | None = None
        self._ids: dict[Key, int] = {}
        self._keys: dict[int, Key] = {}  # the same the other way round
        self.ticked: dict[Key, None] = {}
        view = super().make_view()
        shortcut(view, "Space", self.turn_tick, words="勾上或者去掉勾")
        return view

    @property
    def VIEWS(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        this, usual = self.session.today.year, proposing.due_year(self.session.today)
        years = [usual, *(year for year in range(this, this - YEARS, -1) if year != usual)]
        views = [(f"{year}", f"{year}年") for year in years]
        narrowed = [(f"{usual}:{state}", f"{usual}年：{words}") for state, words in STATES.items()]
        return (views[0], *narrowed, *views[1:])

    @property
    def year(self) -> int:
        return int(self.which.partition(":")[0])

    def forget(self) -> None:
        """Something was written: look through the records again when the list is next read."""
        self._found = self._due = None

    @property
    def found(self) -> YearList:
        if self._found is None or self._found.year != self.year:
            self._found = YearList.read(self.session, self.year)
            self.ticked = {key: None for key in self.ticked if key in self._found.proposals}
        return self._found

    def listing(self) -> HeldRows:
        state = self.which.partition(":")[2]
        return HeldRows(rows_of(self.found, self._ids, self.ticked, self.words, state))

    def counts(self) -> dict[str, int]:
        return self.found.counts() if not self.words and ":" not in self.which else {}

    def row(self, row: Row) -> ListRow:
        tones = {WHOLE: "good", LACKING: "wait", NOT_YET: "calm"}
        state = row["key_state"]
        title = f"{TICK} {row['title']}" if row["tick"] else row["title"]
        return ListRow(title, row["detail"], "", "calm", STATES[state], tones[state], row["heading"])

    def refresh(self, words: str, retired: bool) -> int:
        self._seen = ("\0", retired, self.which)  # read from memory each time
        return super().refresh(words, retired)

    def found_words(self, listed: int) -> str:
        return f"勾了 {len(self.ticked)} 件，共 {listed} 件" if self.ticked else super().found_words(listed)

    def in_use(self) -> int:
        """How many can be filed of the year that is due."""
        usual = int(self.VIEWS[0][0])
        if self._found is not None and self._found.year == usual:
            return len(self._found.proposals)
        if self._due is None or self._due[0] != usual:
            self._due = usual, len(proposing.proposals(self.session, usual))
        return self._due[1]

    # Ticks -----------------------------------------------------------------------------------------------------------

    def key_of(self, record_id: int) -> Key:
        if len(self._keys) != len(self._ids):
            self._keys = {id_: key for key, id_ in self._ids.items()}
        return self._keys[record_id]

    def turn_tick(self) -> None:
        """Tick the current line or take its tick away (space)."""
        row = self.view.current()
        if row is None or not self.may_edit:
            return
        key = self.key_of(row["id"])
        if key not in self.found.proposals:
            self.page.desk.say(f"这一件还不能归档：{self.found.not_ready[key].reason}。")
            return
        if key in self.ticked:
            del self.ticked[key]
        else:
            self.ticked[key] = None
        self._show_ticks()

    def tick_whole(self) -> None:
        """Tick all that lack nothing, or take all ticks away where they are ticked already."""
        whole = [key for key, proposal in self.found.proposals.items() if not proposal.missing]
        if whole and all(key in self.ticked for key in whole):
            self.ticked.clear()
        else:
            self.ticked |= dict.fromkeys(whole)
        if not whole:
            self.page.desk.say("没有材料齐的件。缺什么，选中一件看右边。")
        self._show_ticks()

    def _show_ticks(self) -> None:
        held = self.view.records.loaded.slices
        assert isinstance(held, HeldRows)
        for row in held.rows:  # those too that were not scrolled to yet
            row["tick"] = self.key_of(row["id"]) in self.ticked
        self.view.reload()
        self.page._count.setText(self.found_words(len(held.rows)))

    # One line --------------------------------------------------------------------------------------------------------

    def shown(self, record_id: int) -> Shown:
        key = self.key_of(record_id)
        proposal = self.found.proposals.get(key)
        return self._shown_proposal(proposal) if proposal else self._shown_waiting(self.found.not_ready[key])

    def _shown_proposal(self, proposal: Proposal) -> Shown:
        item = proposal.item
        rule = self.session.find(Rule, item.rule_id)
        unit = schemes.current(self.session).unit_word
        facts = (
            ("还缺的", "\n".join(proposal.missing)),
            ("责任者", item.responsible),
            ("文号", item.document_number),
            ("日期", f"{item.dated_on:%Y%m%d}" if item.dated_on else ""),
            ("年度", f"{item.year}年"),
            ("类别", item.category.label),
            ("保管期限", f"{item.retention.label}（{rule.basis}）" if rule else item.retention.label),
            (unit, item.unit),
            ("涉及的人", item.persons),
            ("含个人隐私", "是" if item.keeps_secret else ""),
        )
        state = LACKING if proposal.missing else WHOLE
        return Shown(
            title=item.title,
            subtitle=item.kind.label,
            state=STATES[state],
            tone="wait" if proposal.missing else "good",
            facts=tuple((label, words) for label, words in facts if words),
            acts=self._acts(item),
            hint=self._hint(proposal),
        )

    def _hint(self, proposal: Proposal) -> str:
        if not self.may_edit:
            return ""
        if not schemes.is_chosen(self.session):
            return NO_SCHEME + self._who_sets_up()
        if proposal.missing:
            return "最好先补齐再归档；确实补不了的，归档时会在备注里写明。"
        return "材料和页数在归档时一起列好，按装订的顺序排。"

    def _who_sets_up(self) -> str:
        return "" if self.session.may("archive.set_up") else f"由{who_may('archive.set_up')}办理。"

    def _shown_waiting(self, waiting: NotReady) -> Shown:
        see = Item(kind=waiting.kind, source_table=waiting.source_table, source_id=waiting.source_id)
        return Shown(
            title=waiting.title,
            subtitle=waiting.kind.label,
            state=STATES[NOT_YET],
            tone="calm",
            facts=(("为什么", waiting.reason),),
            acts=self._source_acts(see),
            hint="不归档是按保管期限表定的；要归档，到“归档设置”里改那一条。" if "不归档" in waiting.reason else "",
        )

    # Acts ------------------------------------------------------------------------------------------------------------

    def _source_acts(self, item: Item) -> tuple[Act, ...]:
        desk = self.page.desk
        if not sources.can_open(desk, item):
            return ()
        return (Act("看记录", lambda: sources.open_source(desk, item), icon="file-text"),)

    def _acts(self, item: Item) -> tuple[Act, ...]:
        acts = self._source_acts(item)
        if not self.may_edit:
            return acts
        if not schemes.is_chosen(self.session):
            if not self.session.may("archive.set_up"):
                return acts
            return (*acts, Act("确定分类方案", self._choose_scheme, "primary", icon="settings", key="F9"))
        file = lambda: ready_drawers.file_one(self, item)  # noqa: E731
        acts = (Act("勾选", self.turn_tick, icon="check", key="空格"), *acts)
        return (*acts, Act("归档这一件", file, "primary", icon="archive", key="F9"))

    def _choose_scheme(self) -> None:
        self.page.open_section(sources.SETTINGS)
        self.page.section.edit(1)

    def list_acts(self) -> tuple[Act, ...]:
        if not self.may_edit or not schemes.is_chosen(self.session):
            return ()
        acts = [
            Act("勾上材料齐的", self.tick_whole, icon="check"),
            Act("归档勾上的", self.file_ticked, icon="archive"),
            Act("补录一批扫描件", lambda: ready_drawers.add_folder(self), icon="scan"),
        ]
        if self.session.may("archive.number"):
            acts.append(Act("补录旧档案", lambda: ready_drawers.enter_old(self), icon="history"))
        return tuple(acts)

    def file_ticked(self) -> None:
        """File all that is ticked, in one act."""
        chosen = [self.found.proposals[key] for key in self.ticked if key in self.found.proposals]
        if not chosen:
            self.page.desk.say("还没有勾。按空格勾上要归档的，或者点“勾上材料齐的”。")
            return
        filed = file_many(self.page, self.session, chosen)
        if filed:
            self.ticked.clear()
            by_term = "，".join(
                f"{each.label} {count} 件" for each in Retention if (count := sum(i.retention is each for i in filed))
            )
            bare = sum(not each.pages for each in filed)
            then = f"有 {bare} 件的页数要手填，在“归档文件”里。" if bare else "排好顺序以后编件号。"
            self.page.desk.say(f"已归档 {len(filed)} 件：{by_term}。{then}")
            self.page.reload()
            self.page.take_focus()

    def add(self) -> None:
        ready_drawers.add_external(self)

    def edit(self, record_id: int) -> None:
        """Enter on a line: file it, after a look at all that will be written."""
        proposal = self.found.proposals.get(self.key_of(record_id))
        if proposal is not None and schemes.is_chosen(self.session):
            ready_drawers.file_one(self, proposal.item)

    def name_of(self, record: Any) -> str:
        return str(record.title)

    def filed(self, record: Item) -> None:
        """Say where it went; the list goes on with the next one."""
        pages = f"共 {record.pages} 页" if record.pages else "页数还没有填，到“归档文件”里填"
        self.page.desk.say(f"已归档：{record.title}，{pages}。")

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "old":
            ready_drawers.enter_old(self)
        else:
            self.add()
