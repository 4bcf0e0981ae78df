"""阅览: a 件 read sheet by sheet on the screen; logged before it is shown, people hidden where they must be (4.7.2)."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from lianluozhan.models import attachments, homes
from lianluozhan.models.archive import lending, lending_desk, reading
from lianluozhan.models.archive.lending import Loan, UseDecision, UseWay
from lianluozhan.models.archive.record import Item, ItemKind, Part, Retention
from lianluozhan.models.closures import Closure
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.printing.document import texts
from lianluozhan.printing.pdf import write_pdf
from lianluozhan.sheets import archive_parts, blank
from lianluozhan.sheets.archive_reading import leaves
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.archive import reading_room
from lianluozhan.ui.pages.archive.reading_room import ReadingRoom, open_reading

from .register_desk import open_desk, press
from .station_at_work import PASSWORD, make_station

NAME, PHONE = "欧阳鸳鹭", "13987651234"


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    desk = open_desk(qtbot, session)
    desk.go_section("archive", "loans")
    return desk


def filed(session, *, keeps_secret=True):
    """A matter with its registration form, filed."""
    with session.action("opinion.register"):
        matter = session.add(
            Opinion(
                title=f"{NAME}反映路灯",
                content=f"我是{NAME}，电话{PHONE}，路灯坏了。",
                submitter_name=NAME,
                phone=PHONE,
                keeps_secret=keeps_secret,
                number="社情民意〔2020〕0001号",
                received_on=date(2020, 5, 6),
            )
        )
    with session.action("archive.file"):
        item = session.add(
            Item(
                kind=ItemKind.OPINION,
                source_table="opinions",
                source_id=matter.id,
                year=2020,
                retention=Retention.YEARS_30,
                sequence=1,
                archival_number="WS·2020-D30-0001",
                responsible="石桥镇人大",
                title="[路灯问题及办理答复]",
                dated_on=date(2020, 5, 6),
                pages=1,
                keeps_secret=keeps_secret,
            )
        )
    parts = archive_parts.compose(session, item)
    with session.action("archive.file"):
        for part in parts:
            session.add(replace(part, item_id=item.id))
    return item


def enclosed(session, item, path):
    """A file of the 件, behind its sheets."""
    with session.action("archive.file"):
        kept = attachments.attach(session, Item.TABLE, item.id, path)
        session.add(Part(item_id=item.id, place=90, name=path.name, pages=1, attachment_id=kept.id))


def reader(session, item):
    """Somebody from outside, to whom it was handed out to be read here."""
    head = session.value("SELECT id FROM staff WHERE name = '陈国栋'")
    loan = lending.apply(session, Loan(item_id=item.id, way=UseWay.READ, applicant="孙强", asked_on=session.today))
    lending.decide(session, loan.id, UseDecision.YES, signed=Signed(head, session.today))
    return lending_desk.hand_out(session, loan.id)


def lines(session):
    return session.value("SELECT count(*) FROM audit_log WHERE action = 'archive.read'")


def room_of(desk):
    room = desk.current.layers.currentWidget()
    assert isinstance(room, ReadingRoom)
    return room


def words(leaf):
    return "".join(texts(leaf.document)) if leaf.document else leaf.refusal


@pytest.mark.clause("4.7.2")
def test_the_clerk_reads_all_of_it_and_an_outside_reader_sees_nobody(session, tmp_path):
    item = filed(session)
    Image.new("RGB", (80, 60), "white").save(tmp_path / "letter.jpg")
    enclosed(session, item, tmp_path / "letter.jpg")
    own = leaves(session, reading.open_item(session, item.id))
    assert [leaf.part.form for leaf in own] == ["F10", ""]
    assert NAME in words(own[0]) and own[1].attachment is not None
    hidden = leaves(session, reading.open_item(session, item.id, reader(session, item).id))
    shown = words(hidden[0])
    assert hidden[0].document is not None and "路灯坏了" in shown
    assert NAME not in shown and PHONE not in shown
    assert hidden[1].attachment is None and "扫描件和照片遮不住姓名、电话" in hidden[1].refusal


@pytest.mark.clause("4.7.2")
def test_it_is_in_the_log_before_it_is_shown(desk, session, monkeypatch):
    item, seen = filed(session), []
    monkeypatch.setattr(reading_room, "leaves", lambda s, opened: seen.append(lines(s)) or leaves(s, opened))
    open_reading(desk.current, item.id)
    assert seen == [1]
    assert "这次打开已记入日志" in " ".join(reading_room.notices(room_of(desk).reading))


def test_keys_go_through_the_parts_and_esc_leads_back(desk, session, qtbot, tmp_path):
    item = filed(session, keeps_secret=False)
    Image.new("RGB", (800, 600), "white").save(tmp_path / "photo.png")
    enclosed(session, item, tmp_path / "photo.png")
    (tmp_path / "list.txt").write_text("清单", encoding="utf-8")
    enclosed(session, item, tmp_path / "list.txt")
    open_reading(desk.current, item.id)
    room = room_of(desk)
    assert room.leaf.part.form == "F10" and room._page.text() == "第 1 页，共 1 页"
    press(qtbot, Qt.Key.Key_Down)
    [photo] = room._seen
    assert photo.width > photo.height and room._file.isVisibleTo(room)  # a sheet that lies
    press(qtbot, Qt.Key.Key_Down)
    assert room._seen == [] and "用电脑里的程序打开" in room.words.text()
    assert lines(session) == 0  # nothing private in it
    press(qtbot, Qt.Key.Key_Escape)
    assert desk.current.layers.at_work


def test_a_pdf_is_read_page_by_page_apart(desk, session, qtbot, tmp_path):
    item = filed(session, keeps_secret=False)
    write_pdf([blank(session, "F84"), blank(session, "F83")], tmp_path / "two.pdf")
    enclosed(session, item, tmp_path / "two.pdf")
    open_reading(desk.current, item.id)
    room = room_of(desk)
    room.parts.setCurrentRow(1)
    qtbot.waitUntil(lambda: room._task is None, timeout=60_000)
    assert [page.width < page.height for page in room._seen] == [True, False]


@pytest.mark.clause("4.7.2")
def test_what_is_closed_or_destroyed_is_refused_with_its_sentence(desk, session, told):
    item = filed(session)
    with session.action("archive.file"):
        gone = session.add(replace(item, id=0, source_id=None, source_table="", sequence=2, destroyed_on=session.today))
    open_reading(desk.current, gone.id)
    assert "已经销毁，只有目录还在" in told[0] and desk.current.layers.at_work
    vice = homes.sign_in_again(session, "zhang", PASSWORD)
    other = session.value("SELECT id FROM staff WHERE name = '陈国栋'")
    with vice.action("closure.decide"):
        vice.add(Closure(staff_id=other, opinion_id=item.source_id, reason="亲属", decided_by=vice.staff.id))
    head = homes.sign_in_again(session, "chen", PASSWORD)
    before = lines(vice)
    with pytest.raises(RuleError, match="对您回避"):
        ReadingRoom(head, item.id)
    assert lines(vice) == before
    homes.sign_in_again(session, "wang", PASSWORD)


def test_the_reader_of_a_loan_is_shown_it_from_his_entry(desk, session):
    loan = reader(session, filed(session))
    page = desk.current
    page.reload()
    page.open_record(loan.id)
    page.record.buttons["打开给他看"].click()
    room = room_of(desk)
    assert room.reading.loan.id == loan.id and room.reading.hidden
    assert "给孙强查阅（" in reading_room.notices(room.reading)[0]


@pytest.mark.clause("4.7.2")
def test_the_head_sees_who_read_what_and_for_whom(dressed, session, qtbot):
    item = filed(session)
    reading.open_item(session, item.id)
    reading.open_item(session, item.id, reader(session, item).id)
    head = open_desk(qtbot, homes.sign_in_again(session, "chen", PASSWORD))
    head.go_section("system", "readings")
    table = head.current.current.table
    seen = [(row["who"], row["reader"], row["archival_number"]) for row in table.records.loaded.rows]
    assert seen == [("王秀英", "孙强", item.archival_number), ("王秀英", "", item.archival_number)]
    head.current.current.words.set_value("孙强")
    head.current.current.reload()
    assert len(table.records.loaded.rows) == 1


def test_the_record_of_a_piece_leads_to_the_reading_room_and_to_a_loan(dressed, desk, session):
    item = filed(session)
    desk.go_section("archive", "items")
    page = desk.current
    page.reload()
    page.open_record(item.id)
    page.record.buttons["阅览"].click()
    assert room_of(desk).reading.item.id == item.id
    page.step_back()
    page.record.buttons["借阅"].click()
    assert page.section.KEY == "loans"
    [drawer] = [each for each in page.window().findChildren(Drawer) if each.isVisible()]
    assert drawer.title == "登记查阅、借阅" and "item_id" not in drawer.fields.editors()
    drawer.close_drawer()


@pytest.mark.clause("4.7.2")
def test_no_scan_of_what_is_private_is_opened_for_whoever_may_not_see_people(session):
    item = filed(session)
    reading.check_file(reading.open_item(session, item.id))
    with pytest.raises(RuleError, match="扫描件和照片遮不住姓名、电话"):
        reading.check_file(reading.open_item(session, item.id, reader(session, item).id))
