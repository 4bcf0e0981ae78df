"""The drawers of a use of the archive: asked for, advised on, decided, handed out, given back (F83, F84)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lianluozhan.models import settings
from lianluozhan.models.archive import lending, lending_desk, lending_lists
from lianluozhan.models.archive.lending import Loan, UseDecision, UsePurpose, UseWay
from lianluozhan.models.archive.record import Item
from lianluozhan.models.errors import InvalidRecord

from ...drawer import Drawer
from ...editors import LineEditor, NumberEditor, OptionRow, PhoneEditor, PickEditor, TextEditor, TickEditor
from ...field_column import FieldColumn
from ..opinion.signed_fields import put_signature, signed_from
from ..opinion.words import spoken_day
from ..registers.known_words import KnownWordsEditor

if TYPE_CHECKING:
    from .loan_section import LoanSection

WAYS = [(way, way.label) for way in UseWay]
PURPOSES = [(purpose, purpose.label) for purpose in UsePurpose]
ASKED = ("way", "applicant", "organisation", "phone", "purpose", "purpose_words", "pages", "note")


def ask(section: LoanSection, item_id: int = 0) -> Drawer:
    """Who wants what: a new application, about this 件 if one is given."""
    session = section.session
    drawer = section.drawer("登记查阅、借阅", _title(section, item_id), act="登记申请")
    chosen: PickEditor | None = None
    if item_id:
        drawer.fields.add_words(_about(section, session.get(Item, item_id)), "")
    else:
        chosen = PickEditor("item_id", lending_lists.lendable(session))
        hint = "打档号的末几位、题名里的一个词或拼音首字母。"
        drawer.fields.put("哪一件", chosen, required=True, hint=hint)
    _put_asked(section, drawer.fields, Loan(way=UseWay.LEND))
    drawer.fields.put("申请日期", section.day("asked_on", session.today), required=True)
    words = LineEditor("office_words", max_length=200)
    drawer.fields.put("联络员意见", words, hint="例如：材料完整，可以借。审批以前也可以再补。")
    drawer.fields.add_words("登记以后等站长、副站长审批；也可以打印审批单去签字，签好了补录。")
    if not item_id:
        section.keep_draft(drawer)

    def act(values: dict[str, Any]) -> Loan:
        wanted = item_id or values.pop("item_id")
        if not wanted:
            raise InvalidRecord({"item_id": "请先选要查阅、借阅的件。"})
        return lending.apply(session, Loan(item_id=wanted, **values))

    return drawer.open(act, section.stored)


def edit(section: LoanSection, loan: Loan) -> Drawer:
    drawer = section.drawer("修改申请", f"{loan.number}　{_title(section, loan.item_id or 0)}")
    _put_asked(section, drawer.fields, loan)
    drawer.fields.put("申请日期", section.day("asked_on", loan.asked_on), required=True)
    section.keep_draft(drawer, loan)
    return drawer.open(lambda values: lending.edit(section.session, loan.id, **values), section.stored)


def advise(section: LoanSection, loan: Loan) -> Drawer:
    drawer = section.drawer("联络员意见", _named(section, loan))
    editor = drawer.fields.put(
        "联络员意见",
        TextEditor("office_words", lines=2, max_length=200),
        required=True,
        hint="例如：材料完整，可以借。",
    )
    editor.set_value(loan.office_words or "材料完整，可以借。")
    section.keep_draft(drawer, loan, what="advise")
    return drawer.open(lambda values: lending.advise(section.session, loan.id, values["office_words"]), section.stored)


def decide(section: LoanSection, loan: Loan, *, on_paper: bool = False) -> Drawer:
    """A leader agrees or not; on paper his signature is typed in."""
    session = section.session
    title, note = "审批查阅、借阅", ""
    if on_paper:
        title, note = "补录签字件：查阅、借阅审批", f"记为：纸质签字，{session.staff.name}代录"
    drawer = Drawer(section.page, title, _named(section, loan), act="登记审批", note=note)
    item, fields = session.get(Item, loan.item_id or 0), drawer.fields
    fields.add_words(_wish(loan, item), "")
    if on_paper:
        put_signature(fields, session)
    decision = OptionRow("decision", [(each, each.label) for each in UseDecision])
    fields.put("审批结果", decision, required=True)
    way = OptionRow("way", [(each, f"同意{each.label}") for each in dict.fromkeys((loan.way, UseWay.READ))])
    fields.put("同意怎样用", way, required=True)
    hint = "照纸上写的抄，一字不改。" if on_paper else "不同意的要写明理由。"
    words = fields.put("审批意见", TextEditor("decision_words", lines=2, max_length=200), hint=hint)

    def turn() -> None:
        agreed = decision.value() is UseDecision.YES
        fields.show_field("way", agreed and loan.way is not UseWay.READ)
        if not on_paper and words.value() in ("", "同意。"):
            words.set_value("同意。" if agreed else "")

    decision.changed.connect(turn)
    fields.set_values({"decision": UseDecision.YES, "way": loan.way})
    turn()
    section.keep_draft(drawer, loan, what="sign" if on_paper else "decide")

    def act(values: dict[str, Any]) -> Loan:
        signed = signed_from(session, values)
        return lending.decide(
            session,
            loan.id,
            values["decision"],
            values["decision_words"],
            way=values.get("way"),
            signed=signed,
        )

    return drawer.open(act, section.stored)


def hand_out(section: LoanSection, loan: Loan) -> Drawer:
    """It goes over the desk; due as the settings say, unless sooner."""
    session = section.session
    drawer = section.drawer("交出", _named(section, loan), act="登记交出")
    latest = lending.last_day(session, loan.way, session.today)
    drawer.fields.add_words(_kept(loan), "")
    drawer.fields.put("交出日期", section.day("handed_on", session.today), required=True)
    if loan.way is UseWay.LEND:
        term = settings.term(session, "archive.borrow_days").words
        hint = f"借期 {term}，最晚 {spoken_day(latest, session.today)}；可以早一些。"
        drawer.fields.put("应还日期", section.day("due_on", latest), hint=hint)
    section.keep_draft(drawer, loan, what="hand_out")

    def act(values: dict[str, Any]) -> Loan:
        return lending_desk.hand_out(session, loan.id, values["handed_on"], values.get("due_on"))

    return drawer.open(act, section.stored)


def give_back(section: LoanSection, loan: Loan) -> Drawer:
    """Its pages are counted one by one; the number is not offered, so that it is counted."""
    session = section.session
    item = session.get(Item, loan.item_id or 0)
    drawer = section.drawer("归还", _named(section, loan), act="登记归还")
    pages = NumberEditor("pages_returned", optional=True, minimum=0, maximum=9999)
    drawer.fields.put("归还页数", pages, required=True, hint=f"这一件应有 {item.pages or 0} 页，当面逐页点数再填。")
    whole = TickEditor("is_whole", "完好：没有缺损、涂改、拆散")
    drawer.fields.put("完好", whole)
    whole.set_value(True)
    hint = "页数不符或者不完好的，写明缺什么、哪里坏；先收回，登记为待查。"
    drawer.fields.put("检查情况", TextEditor("return_words", lines=2, max_length=200), hint=hint)
    drawer.fields.put("归还日期", section.day("returned_on", session.today), required=True)
    section.keep_draft(drawer, loan, what="give_back")

    def act(values: dict[str, Any]) -> Loan:
        return lending_desk.give_back(
            session,
            loan.id,
            values["pages_returned"],
            is_whole=bool(values["is_whole"]),
            words=values["return_words"],
            on=values["returned_on"],
        )

    return drawer.open(act, section.stored)


def settle(section: LoanSection, loan: Loan) -> Drawer:
    drawer = section.drawer("查清", _named(section, loan), act="登记查清")
    drawer.fields.add_words(f"归还时：{loan.return_words}", "")
    hint = "例如：缺的一页夹在封底，已放回。"
    words = TextEditor("settled_words", lines=2, max_length=200)
    drawer.fields.put("查明情况", words, required=True, hint=hint)
    section.keep_draft(drawer, loan, what="settle")
    return drawer.open(
        lambda values: lending_desk.settle(section.session, loan.id, values["settled_words"]), section.stored
    )


# What they share -------------------------------------------------------------------------------------------------


def _put_asked(section: LoanSection, fields: FieldColumn, loan: Loan) -> None:
    people = lending_lists.known_people(section.session)
    way = OptionRow("way", WAYS)
    fields.put("利用方式", way, required=True, hint="查阅、复印在站里办，当天收回；借出才带走。")
    name = KnownWordsEditor("applicant", people)
    fields.put("查阅（借阅）人", name, required=True, hint="来过的打一个字就有，单位、电话跟着填好。")
    organisations = dict.fromkeys(body for body, _ in people.values() if body)
    organisation = KnownWordsEditor("organisation", organisations)
    fields.put("单位", organisation)
    phone = PhoneEditor("phone", max_length=30)
    fields.put("电话", phone)
    fields.put("利用目的", OptionRow("purpose", PURPOSES), required=True)
    fields.put("用途说明", LineEditor("purpose_words", max_length=200), hint="例如：写年鉴。选了其他的必须写。")
    fields.put("复印页数", NumberEditor("pages", optional=True, minimum=1, maximum=9999), required=True)
    fields.put("备注", LineEditor("note", max_length=200))
    fields.set_values({each: getattr(loan, each) for each in ASKED})

    def turn() -> None:
        fields.show_field("pages", way.value() is UseWay.COPY)

    def known() -> None:
        body, number = people.get(name.value(), ("", ""))
        if body and not organisation.value():
            organisation.set_value(body)
        if number and not phone.value():
            phone.set_value(number)

    way.changed.connect(turn)
    name.changed.connect(known)
    turn()


def _title(section: LoanSection, item_id: int) -> str:
    item = section.session.find(Item, item_id)
    return f"{item.archival_number}　{item.title}".strip("　") if item else ""


def _named(section: LoanSection, loan: Loan) -> str:
    return f"{loan.number}　{lending_desk.who(loan)}　{_title(section, loan.item_id or 0)}"


def _about(section: LoanSection, item: Item) -> str:
    """What has to be known before anybody asks for it."""
    state = lending_lists.item_state(section.session, item.id)
    secret = "含个人隐私：在站里查阅可以照常审批，借出、复印要站长本人决定。" if item.keeps_secret else ""
    where = f"现在{state[0]}；可以先登记，等归还以后再交出。" if state else ""
    return "\n".join(filter(None, (f"{item.pages or 0} 页。{where}", secret)))


def _wish(loan: Loan, item: Item) -> str:
    why = f"{loan.purpose.label}，{loan.purpose_words}" if loan.purpose_words else loan.purpose.label
    said = [f"{lending_desk.who(loan)}申请{loan.way.label}，目的：{why}。"]
    if loan.office_words:
        said.append(f"联络员意见：{loan.office_words}")
    if item.keeps_secret and loan.way is not UseWay.READ:
        said.append("这一件含个人隐私，借出、复印要站长本人决定；副站长可以只同意查阅。")
    return "\n".join(said)


def _kept(loan: Loan) -> str:
    if loan.way is UseWay.LEND:
        return "当面点清页数，请借阅人在审批单上签收；不得转借、拆散、涂改。"
    return f"在站里{loan.way.label}，有人陪着，当天看完收回。"
