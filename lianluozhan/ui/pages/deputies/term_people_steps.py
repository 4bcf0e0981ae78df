"""Steps of the end of a term about days and people: which term, who leaves and who stays, who is newly elected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lianluozhan.models import term_closing, term_people
from lianluozhan.models.term_people import Belongs, Person, levels_of

from ...attempt import attempt
from ...editors import ChoiceEditor
from ...record_table import Column
from ...ruled_form import RuledForm
from ...slices import Row
from ...text import Words, button
from .term_section import edit_days, give_up
from .term_step import TermStep, soft_focus
from .term_tab import see_deputy

if TYPE_CHECKING:
    from .term_page import TermPage

LEAVES, AGAIN, STAYS, UNKNOWN, COMES = "离任", "连任", "另有任职", "看不出", "新当选"
_VIEWS = (("", "全部"), (LEAVES, "离任的"), ("stay", "连任和另有任职的"), (UNKNOWN, "看不出的"), (COMES, "新当选的"))


class DaysStep(TermStep):
    NAME = TITLE = "届次和日子"
    EXPLANATION = "核对这一届叫什么、哪几级代表换届、哪一天届满。后面每一步都按这里算。"

    def __init__(self, wizard: TermPage) -> None:
        super().__init__(wizard)
        self._form: RuledForm | None = None
        self._holder = QWidget()
        self.column.addWidget(self._holder)
        self.edit = button("修改届次和日子", icon="file-pen-line")
        self.give_up = button("放弃这次换届", role="danger")
        self.edit.clicked.connect(self._edit)
        self.give_up.clicked.connect(self._give_up)
        self.flow(self.edit, self.give_up)
        self.column.addStretch(1)

    def fill(self) -> None:
        term, form = self.term, RuledForm()
        form.add_text("届次", term.name)
        form.add_text("换届的层级", "、".join(level.label for level in term.levels))
        form.add_text("开始日期", spoken(term.starts_on))
        form.add_text("届满日期", spoken(term.ends_on))
        form.add_text("下一届", term.next_name)
        form.add_text("下一届开始", spoken(term.next_starts_on))
        form.add_text("说明", term.note or "—", 3)
        old = self._form or self._holder
        self.column.replaceWidget(old, form)
        old.hide()
        old.deleteLater()
        self._form = form
        form.show()
        open_ = term.closed_on is None and self.session.may("term.edit")
        self.edit.setVisible(open_)
        self.give_up.setVisible(open_)

    def is_done(self) -> bool:
        return True

    def first_field(self) -> QWidget:
        return self.edit if self.edit.isVisibleTo(self) else self.wizard.on

    def _edit(self) -> None:
        edit_days(self.wizard, self.session, self.term, lambda _: soft_focus(self.edit))

    def _give_up(self) -> None:
        give_up(self.wizard, self.session, self.term)
        if self.wizard.term.begun_on is None:
            self.wizard.left.emit()


class PeopleStep(TermStep):
    NAME = "离任和留任"
    TITLE = "谁离任、谁留任"
    EXPLANATION = (
        "届满以后没有别的任职的，是离任代表。新名册录入以后，连任的会自动从离任里移到留任；"
        "看不出是哪一届的，请打开代表补上当选时间，或者算作这一届的。"
    )

    def __init__(self, wizard: TermPage) -> None:
        super().__init__(wizard)
        self.which = ChoiceEditor("which", _VIEWS)
        self.which.setAccessibleName("看哪些代表")
        self.count = Words("", "soft")
        self.line(self.which, self.count, stretch=False).setStretch(1, 1)
        self.people = self.table(
            (
                Column("姓名", "name", width=110),
                Column("去留", "state", width=90),
                Column("换届的层级", "levels", width=130),
                Column("说明", "words"),
            ),
            "代表的去留",
        )
        self.see = button("看代表", icon="square-user-round")
        self.count_in = button("看不出的都算这一届的")
        self.flow(self.see, self.count_in)
        self.which.changed.connect(self.fill)
        self.see.clicked.connect(self._see)
        self.people.opened.connect(lambda _: self._see())
        self.count_in.clicked.connect(self._count_in)

    def fill(self) -> None:
        found = term_people.people(self.session, self.term)
        rows = [*(self._row(each, LEAVES) for each in found.leaving)]
        rows += [self._row(each, AGAIN if each.elected_again else STAYS) for each in found.staying]
        old = {row["id"] for row in rows}
        rows += [self._row(each, COMES) for each in found.coming if each.deputy.id not in old]
        unknown = {each.deputy.id for each in found.unknown}
        for row in rows:
            if row["id"] in unknown:
                row["state"], row["words"] = UNKNOWN, "没有当选时间和届次，看不出是哪一届的"
        view = self.which.value()
        shown = [
            row for row in rows if view in ("", row["state"]) or (view == "stay" and row["state"] in (AGAIN, STAYS))
        ]
        self.put(self.people, shown)
        new = len(found.coming) - sum(1 for each in found.staying if each.elected_again)
        self.count.setText(
            f"离任 {len(found.leaving)} 位，留任 {len(found.staying)} 位，新当选 {new} 位，看不出 {len(unknown)} 位"
        )
        self._unknown = [mandate.id for each in found.unknown for mandate in each.of(Belongs.UNKNOWN)]
        may = self.session.may("term.edit") and self.term.closed_on is None
        self.count_in.setVisible(bool(self._unknown) and may)
        self.see.setEnabled(bool(shown))

    def _row(self, person: Person, state: str) -> Row:
        old, new = person.of(Belongs.OLD), person.of(Belongs.NEXT)
        words = {
            LEAVES: "、".join(dict.fromkeys(f"{m.level.label}{m.term} {m.constituency}".strip() for m in old)),
            AGAIN: "、".join(f"{m.level.label}{m.term} {m.constituency}".strip() for m in new),
            COMES: "、".join(f"{m.level.label}{m.term} {m.constituency}".strip() for m in new),
            STAYS: f"还是{levels_of(m for m, kind in person.mandates if kind is Belongs.ANOTHER)}代表",
        }[state]
        levels = levels_of([*old, *new, *person.of(Belongs.UNKNOWN)])
        return {"id": person.deputy.id, "name": person.deputy.name, "state": state, "levels": levels, "words": words}

    def is_done(self) -> bool:
        return not term_people.people(self.session, self.term).unknown

    def first_field(self) -> QWidget:
        return self.people

    def _see(self) -> None:
        if row := self.people.current():
            see_deputy(self.wizard.desk, row["id"])

    def _count_in(self) -> None:
        attempt(self.wizard, lambda: term_people.count_in(self.session, self.term.id, self._unknown))


class RosterStep(TermStep):
    NAME = TITLE = "新一届名册"
    EXPLANATION = (
        "先登记老一届届满，再录入新一届。名册可以从表格导入，也可以一位一位添加；"
        "连任的认得出是同一个人，只增加一条任职，原来的履职都还在他名下。小组在“代表小组”里重新编。"
    )

    def __init__(self, wizard: TermPage) -> None:
        super().__init__(wizard)
        self.standing = Words("", "strong")
        self.column.addWidget(self.standing)
        self.expire = button("登记届满", icon="calendar-check")
        self.bring_in = button("导入新名册", icon="download")
        self.add = button("添加一位代表", icon="user-round-plus")
        self.groups = button("编代表小组", icon="users")
        self.flow(self.expire, self.bring_in, self.add, self.groups)
        self.people = self.table(
            (
                Column("姓名", "name", width=110),
                Column("情况", "state", width=80),
                Column("新一届任职", "words"),
                Column("代表小组", "group", width=150),
            ),
            "新一届代表",
        )
        self.expire.clicked.connect(self._expire)
        self.bring_in.clicked.connect(self._bring_in)
        self.add.clicked.connect(self._add)
        self.groups.clicked.connect(lambda: self.wizard.desk.go_section("deputies", "groups"))
        self.people.opened.connect(lambda row: see_deputy(self.wizard.desk, row["id"]) if row else None)

    def fill(self) -> None:
        found = term_people.people(self.session, self.term)
        groups = term_people.groups_after(self.session, self.term)
        rows = []
        for person in found.coming:
            words = "、".join(f"{m.level.label}{m.term} {m.constituency}".strip() for m in person.of(Belongs.NEXT))
            state = AGAIN if person.of(Belongs.OLD) else COMES
            rows.append(
                {
                    "id": person.deputy.id,
                    "name": person.deputy.name,
                    "state": state,
                    "words": words,
                    "group": groups.get(person.deputy.id, "还没有编组"),
                }
            )
        self.put(self.people, rows)
        left = len(term_closing.to_expire(self.session, self.term))
        again = sum(1 for row in rows if row["state"] == AGAIN)
        over = f"老一届还有 {left} 条任职没有登记届满。" if left else "老一届的任职都已登记届满。"
        may_import = self.session.may("deputy.import")
        who = "" if may_import else "导入新名册由联络员来做。"
        self.standing.setText(f"{over}新一届已录入 {len(rows)} 位，其中连任 {again} 位。{who}")
        may = self.term.closed_on is None
        self.expire.setVisible(may)
        self.expire.setEnabled(bool(left) and self.session.may("term.edit"))
        self.bring_in.setEnabled(may_import)
        self.add.setEnabled(self.session.may("deputy.edit"))
        self.groups.setEnabled("groups" in getattr(self.wizard.desk.page("deputies"), "sections", {}))

    def is_done(self) -> bool:
        if term_closing.to_expire(self.session, self.term):
            return False
        return bool(term_people.people(self.session, self.term).coming)

    def first_field(self) -> QWidget:
        return self.expire if self.expire.isVisibleTo(self) and self.expire.isEnabled() else self.people

    def _expire(self) -> None:
        attempt(self.wizard, lambda: term_closing.expire(self.session, self.term.id))

    def _bring_in(self) -> None:
        """The import of rosters lies over the steps until it is left."""

        def made() -> QWidget:
            from .roster_page import RosterPanel

            term = self.term
            return RosterPanel(
                self.session, self.wizard.desk.changes, term=term.next_name, starts_on=term.next_starts_on
            )

        self.wizard.open_job(made)

    def _add(self) -> None:
        self.wizard.desk.go_section("deputies", "deputies")
        self.wizard.desk.page("deputies").section.add()  # type: ignore[attr-defined]


def spoken(day: object) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""  # type: ignore[attr-defined]
