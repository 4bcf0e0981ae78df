"""The sheets of the station, its staff, hand-over lists and contacts, drawn of a real station (2.1, 2.2, 4.6.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lianluozhan import sheets
from lianluozhan.models import contacts, deputies, handovers, shown_numbers, staff, stations
from lianluozhan.models.contacts import Contact
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post, Staff
from lianluozhan.printing.document import Break, Document, Grid, texts
from lianluozhan.printing.layout import lay_out

from ..keeping import copied_home, enter

DAY = date(2026, 11, 2)
NUMBER = "11010519491231002X"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = enter(copied_home(tmp_path / "home"), "zhou")
    yield opened
    opened.close()


def said(document: Document) -> str:
    return "\n".join(texts(document))


def beside(document: Document, name: str) -> str:
    """What stands in the cell after the label `name`."""
    cells = [
        cell.text for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row.cells
    ]
    return cells[[cell.replace("\n", "") for cell in cells].index(name) + 1]


def who(session: Session, name: str) -> int:
    return int(session.value("SELECT id FROM staff WHERE name = ?", (name,)))


@pytest.mark.clause("2.1.2")
def test_the_station_sheet_says_the_place_who_works_there_and_counts_deputies_by_level(session: Session) -> None:
    stations.edit(session, floor_area=120, has_sign=True, equipment="电脑两台\n打印机一台", box_places="镇政府门口")
    both = [Mandate(level=level, starts_on=date(2021, 12, 1)) for level in (Level.COUNTY, Level.TOWNSHIP)]
    deputies.add(session, Deputy(name="赵明山"), both)
    deputies.add(session, Deputy(name="钱丽"), [Mandate(starts_on=date(2021, 12, 1))])
    over = Mandate(starts_on=date(2016, 12, 1), ends_on=date(2021, 11, 30))
    deputies.add(session, Deputy(name="孙某"), [over])
    made = sheets.of_record(session, "F01", 1)
    assert beside(made, "面积") == "120 平方米" and beside(made, "标识牌").startswith("☑已悬挂")
    assert [beside(made, post) for post in ("站长", "副站长", "联络员")] == ["王秀英", "李建国", "周长福"]
    assert "县级 1 人　乡镇级 2 人　合计 2 人" in beside(made, "代表人数")
    assert len(lay_out(made)) == 1


@pytest.mark.clause("2.2.1")
@pytest.mark.clause("2.2.2")
@pytest.mark.clause("2.2.3")
def test_the_staff_sheet_says_every_post_with_its_days_and_what_was_held_beside_it(session: Session) -> None:
    zhou = who(session, "周长福")
    staff.edit_staff(session, zhou, duties="社情民意登记", training="2026年2月参加保密教育")
    staff.appoint(session, zhou, Post.WORKER, date(2026, 11, 1), date(2026, 12, 31))
    made = said(sheets.of_record(session, "F02", zhou))
    assert "2026年11月1日" in made and "2026年12月31日" in made
    assert "同时任联络员" in made and "同时任工作人员" in made
    assert "社情民意登记" in made and "2026年2月参加保密教育" in made


@pytest.mark.clause("4.7.2")
def test_an_identity_number_is_printed_whole_only_for_who_asked_to_see_it(session: Session) -> None:
    zhou = who(session, "周长福")
    staff.edit_staff(session, zhou, id_number=NUMBER)
    assert beside(sheets.of_record(session, "F02", zhou), "身份证号") == "110105********002X"
    shown_numbers.ask_for(session, Staff.TABLE, zhou)
    assert beside(sheets.of_record(session, "F02", zhou), "身份证号") == NUMBER
    assert NUMBER not in said(sheets.of_record(session, "F02", zhou, hidden=True))
    assert NUMBER not in said(sheets.of_many(session, "F02R", [zhou]))


@pytest.mark.clause("2.2.3")
def test_the_roster_has_everybody_in_the_order_of_the_posts(session: Session) -> None:
    ids = [row["id"] for row in staff.listing(session).page(staff.MOST)]
    _, *rows, signed = next(b for b in sheets.of_many(session, "F02R", ids).blocks if isinstance(b, Grid)).rows
    assert signed.cells[0].text.startswith("站长签字：")
    assert [(row.cells[1].text, row.cells[6].text) for row in rows] == [
        ("王秀英", "站长"),
        ("李建国", "副站长"),
        ("周长福", "联络员"),
    ]


@pytest.mark.clause("4.6.1")
def test_a_hand_over_list_has_who_takes_each_line_over_and_three_places_to_sign(session: Session) -> None:
    zhou, li = who(session, "周长福"), who(session, "李建国")
    list_ = HandOver(handed_on=DAY, from_staff_id=zhou, to_staff_id=li, witness="王秀英")
    made = handovers.write(session, list_, handovers.open_items_of_staff(session, zhou))
    document = sheets.of_record(session, "F124", made.id)
    assert [beside(document, role) for role in ("移交人", "接收人", "监交人")] == ["周长福", "李建国", "王秀英"]
    lines = [block for block in document.blocks if isinstance(block, Grid)][1].rows[1:]
    assert [row.cells[2].text for row in lines] == [item.subject for item in handovers.items_of(session, made.id)]
    assert {row.cells[-1].text for row in lines} == {"李建国"}
    assert all(f"{role}签字：" in said(document) for role in ("移交人", "接收人", "监交人"))
    assert "办公设备" in said(sheets.blank(session, "F124"))


@pytest.mark.clause("3.1.4")
def test_contacts_are_printed_by_deputy_and_year_with_the_voters_counted(session: Session) -> None:
    people = [
        deputies.add(session, Deputy(name=name), [Mandate(starts_on=date(2021, 12, 1))]) for name in ("赵明山", "钱丽")
    ]
    ids = []
    for person in people:
        for voter in ("孙桂兰", "周大山", "孙桂兰"):
            usual = Contact(
                deputy_id=person.id, contacted_on=DAY, voter_name=voter, phone="13900000008", content="走访"
            )
            ids.append(contacts.enter(session, usual).id)
    document = sheets.of_many(session, "F08", ids)
    assert sum(isinstance(block, Break) for block in document.blocks) == 1 and len(lay_out(document)) == 2
    assert said(document).count("联系选民 2 人（户），每年不少于 10 人（户）") == 2
    hidden = said(sheets.of_many(session, "F08", ids, hidden=True))
    assert "孙桂兰" not in hidden and "13900000008" not in hidden
