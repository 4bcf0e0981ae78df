"""回避 from the page of what it is about, and from the list of all: who does not get to see it, why, and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import closures, deputies
from lianluozhan.models.closures import Closure, ClosureSubject
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session
from lianluozhan.models.staff import choices

from . import theme
from .drawer import Drawer
from .editors import LineEditor, OptionRow, PickEditor, TextEditor
from .text import Words, chip, link

TITLE = "回避"
Say = Callable[[str], object]
_NOTE = "操作日志会记下来"


def may_open(session: Session) -> bool:
    return session.may("closure.decide") or session.may("closure.declare")


def of_matter(page: QWidget, session: Session, opinion: Opinion, name: str, say: Say) -> Drawer:
    """The closures of one matter and of whoever raised it, and another one."""
    subjects = [(ClosureSubject.MATTER, "只这一件")]
    if opinion.submitter_name:
        subjects.append((ClosureSubject.PERSON, "反映人的每一件"))

    def about(values: dict[str, Any]) -> dict[str, Any]:
        if values.get("subject") is ClosureSubject.PERSON:
            person = {"person_name": opinion.submitter_name, "phone": opinion.phone}
            return {"subject": ClosureSubject.PERSON, **person}
        return {"subject": ClosureSubject.MATTER, "opinion_id": opinion.id}

    drawer = Drawer(page, TITLE, name, act="回避", note=_NOTE)
    _list(page, drawer, session, closures.listing(session, opinion_id=opinion.id).page(20), say)
    if len(subjects) > 1:
        drawer.fields.put("回避什么", OptionRow("subject", subjects), required=True).set_value(ClosureSubject.MATTER)
    return _ask(drawer, session, about, say)


def of_deputy(page: QWidget, session: Session, deputy_id: int, name: str, say: Say) -> Drawer:
    """The closures of a deputy, and another one."""
    drawer = Drawer(page, TITLE, name, act="回避", note=_NOTE)
    drawer.fields.add_words("回避的人看不到这位代表的资料、履职档案和联系选民的记录；接待照常。", "soft")
    _list(page, drawer, session, closures.listing(session, deputy_id=deputy_id).page(20), say)
    about = {"subject": ClosureSubject.DEPUTY, "deputy_id": deputy_id}
    return _ask(drawer, session, lambda values: about, say)


def of_anything(page: QWidget, session: Session, say: Say) -> Drawer:
    """A closure of a resident who has perhaps not come yet, or of what is named by number or name."""
    drawer = Drawer(page, "办理回避", "被回避的人从此看不到，也办不了", act="回避", note=_NOTE)
    fields = drawer.fields
    kinds = OptionRow("subject", [(kind, kind.label) for kind in ClosureSubject])
    fields.put("回避什么", kinds, required=True)
    fields.put("编号", LineEditor("number", max_length=40), required=True, hint="登记表上的编号，写全")
    fields.put("代表", PickEditor("deputy_id", deputies.choices(session), names=True), required=True)
    fields.put("姓名", LineEditor("person_name", max_length=40), required=True)
    fields.put("电话", LineEditor("phone", max_length=30), hint="同名的靠电话分开；不写电话，同名的都回避")

    def turn() -> None:
        kind = kinds.value()
        for name, shown in (
            ("number", kind is ClosureSubject.MATTER),
            ("deputy_id", kind is ClosureSubject.DEPUTY),
            ("person_name", kind is ClosureSubject.PERSON),
            ("phone", kind is ClosureSubject.PERSON),
        ):
            fields.show_field(name, shown)

    def about(values: dict[str, Any]) -> dict[str, Any]:
        kind = values["subject"]
        if kind is ClosureSubject.MATTER:
            found = session.select(Opinion, "number = ?", ((values.get("number") or "").strip(),))
            if not found:
                raise InvalidRecord({"number": "没有这个编号的件，请核对编号。"})
            return {"subject": kind, "opinion_id": found[0].id}
        if kind is ClosureSubject.DEPUTY:
            return {"subject": kind, "deputy_id": values.get("deputy_id")}
        return {"subject": kind, "person_name": values.get("person_name") or "", "phone": values.get("phone") or ""}

    kinds.set_value(ClosureSubject.PERSON)
    kinds.changed.connect(turn)
    turn()
    return _ask(drawer, session, about, say)


def lift(page: QWidget, session: Session, closure_id: int, words: str, say: Say) -> Drawer:
    """Ask why a closure ends."""
    drawer = Drawer(page, "解除回避", words, act="解除", note=_NOTE)
    drawer.fields.put("解除原因", TextEditor("lift_reason", lines=2, max_length=200), required=True)
    act = lambda values: closures.lift(session, closure_id, values.get("lift_reason") or "")  # noqa: E731
    return drawer.open(act, lambda _: say("回避已解除，本人重新登录以后就能看到。"))


def _ask(drawer: Drawer, session: Session, about: Callable[[dict[str, Any]], dict[str, Any]], say: Say) -> Drawer:
    """Who does not get to see it, and why; whoever is no leader can only name himself."""
    decides, me = session.may("closure.decide"), session.staff
    if decides:
        people = PickEditor("staff_id", choices(session), names=True)
        drawer.fields.put("谁回避", people, required=True, hint="自己要回避也选自己")
    else:
        drawer.fields.add_words(
            f"您（{me.name}）回避以后就看不到、办不了，由别的同事接着办；要解除，找站长或副站长。", "soft"
        )
    drawer.fields.put(
        "原因", TextEditor("reason", lines=2, max_length=200), required=True, hint="例如：反映人是本人亲属"
    )

    def act(values: dict[str, Any]) -> Closure:
        who = values.get("staff_id") if decides else me.id
        if who is None:
            raise InvalidRecord({"staff_id": "请选择谁回避。"})
        closure = Closure(staff_id=who, reason=(values.get("reason") or "").strip(), **about(values))
        return (closures.declare if who == me.id else closures.decide)(session, closure)

    def done(made: Closure) -> None:
        say("已回避，您从现在起看不到了。" if made.staff_id == me.id else "已回避，本人再登录时就看不到了。")

    return drawer.open(act, done)


def _list(page: QWidget, drawer: Drawer, session: Session, rows: list[dict[str, Any]], say: Say) -> None:
    """What is closed already, with its end in reach of a leader."""
    column = drawer.fields.layout()
    assert isinstance(column, QVBoxLayout)
    for row in rows:
        column.addWidget(_entry(page, drawer, session, row, say))


def _entry(page: QWidget, drawer: Drawer, session: Session, row: dict[str, Any], say: Say) -> QWidget:
    entry = QWidget()
    lines = QVBoxLayout(entry)
    lines.setContentsMargins(0, 0, 0, theme.scaled(8))
    head = QHBoxLayout()
    head.addWidget(chip("已解除" if row["lifted_on"] else TITLE, "calm" if row["lifted_on"] else "soon"))
    head.addWidget(Words(f"{row['who']}　{decided_words(row)}"), 1)
    if not row["lifted_on"] and may_lift(session, row):
        end = link("解除")
        end.setAccessibleName(f"解除{row['who']}的回避")

        def open_lift() -> None:
            drawer.close_drawer()
            lift(page, session, row["id"], f"{row['who']}　{row['reason']}", say)

        end.clicked.connect(open_lift)
        head.addWidget(end)
    lines.addLayout(head)
    lines.addWidget(Words("　".join(filter(None, (row["reason"], lifted_words(row)))), "soft"))
    return entry


def may_lift(session: Session, row: dict[str, Any]) -> bool:
    return session.may("closure.decide") and not row["is_hidden"]


def decided_words(row: dict[str, Any]) -> str:
    return f"{row['decided_on'] or ''} {row['decider'] or ''}决定".strip()


def lifted_words(row: dict[str, Any]) -> str:
    if not row["lifted_on"]:
        return ""
    return "　".join(filter(None, (f"{row['lifted_on']} {row['lifter'] or ''}解除", row["lift_reason"])))
