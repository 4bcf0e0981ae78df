"""整卷打印 of a reception: its sheets in binding order, pages that count through, no phone on the wall's version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from lianluozhan import sheets
from lianluozhan.models import attendances
from lianluozhan.models.attendances import Presence
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.places import Village
from lianluozhan.models.receptions import approving, day, noticing, planning, rules, summing, visiting
from lianluozhan.models.receptions.record import Reception, Visit, VisitTreatment
from lianluozhan.models.receptions.rules import Frequency
from lianluozhan.models.staff import Staff
from lianluozhan.printing.document import texts
from lianluozhan.sheets import reception_volume
from lianluozhan.sheets.volumes import volume_of
from tests.keeping import copied_home, enter

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return copied_home(tmp_path_factory.mktemp("reception") / "home")


@pytest.fixture
def session(home):
    made = enter(home, "zhou")
    yield made
    made.close()


@pytest.fixture(scope="module")
def reception(home, tmp_path_factory):
    """Planned, approved on paper, announced with a photograph, held with two residents, summed up."""
    clerk = enter(home, "zhou")
    with clerk.action("deputy.edit"):
        for name in ("赵明山", "郑敏"):
            deputy = clerk.add(Deputy(name=name, phone="13712340001"))
            clerk.add(Mandate(deputy_id=deputy.id, level=Level.COUNTY, starts_on=date(2022, 1, 1)))
    with clerk.action("staff.edit"):
        clerk.change(clerk.get(Staff, clerk.staff.id), phone="13798765432")
        clerk.add(Village(name="石桥村"))
    rule = replace(rules.usual(clerk), frequency=Frequency.CUSTOM, days=(TODAY, date(2026, 12, 15)))
    plan = planning.store(clerk, planning.make(clerk, 2026, rule))
    signed = [
        Signed(clerk.value("SELECT id FROM staff WHERE name = ?", (name,)), TODAY) for name in ("李建国", "王秀英")
    ]
    approving.record_signed(clerk, plan.id, *signed)
    held = planning.receptions_of(clerk, plan.id)[0]
    notice = noticing.draft(clerk, noticing.blank(clerk, [held.id]))
    photo = tmp_path_factory.mktemp("photo") / "公开栏.jpg"
    photo.write_bytes(b"\xff\xd8\xff photograph")
    noticing.post(clerk, notice.id, datetime(2026, 11, 24, 8, 0), "公开栏", "周长福", "当天临时公布", [photo])
    day.open_day(clerk, held.id)
    for line in attendances.of(clerk, Reception.TABLE, held.id):
        day.put_presence(clerk, line.id, Presence.PRESENT)
    for name, treatment in (("孙桂兰", VisitTreatment.TOWNSHIP), ("周大山", VisitTreatment.ON_SPOT)):
        visit = visiting.arrive(clerk, held.id, Visit(name=name, phone="13812342609", village_id=1))
        category = clerk.value("SELECT max(id) FROM categories")
        said = {"content": "路塌了半边。", "answer": "转镇政府研究。", "category_id": category, "subject": "修路"}
        visiting.finish(clerk, visit.id, treatment=treatment, **said)
    day.close_day(clerk, held.id)
    summing.write(clerk, held.id, "接待顺利，选民反映了修路的事。")
    clerk.close()
    return held.id


@pytest.mark.clause("5.2.4")
def test_the_sheets_of_a_reception_stand_in_binding_order(session, reception):
    found = reception_volume.pieces(session, reception)
    assert [piece.number for piece in found] == ["F34", "F30", "F31", "", "F41R", "F32", "F33", "F33"]
    assert found[3].name == "附件清单" and "公开栏.jpg" in texts(found[3].document)
    assert "接待顺利，选民反映了修路的事。" in texts(found[0].document)
    assert found[6].name.endswith("接待〔2026〕0001号")


@pytest.mark.clause("5.2.4")
def test_cover_and_list_come_first_and_the_pages_count_through(session, reception, tmp_path):
    documents = reception_volume.volume(session, reception)
    assert "代表接待选民卷\n接待〔2026〕01期" in texts(documents[0])
    begins = [document.first_page for document in documents[1:]]
    assert begins == sorted(begins) and begins[0] == 1
    path = tmp_path / "卷.pdf"
    sheets.write(documents, path)
    pages = PdfReader(path).pages
    assert len(pages) == 2 + documents[1].all_pages
    assert f"共{documents[1].all_pages}页" in "".join(pages[2].extract_text().split())


def test_a_reception_is_offered_whole_in_the_print_room_and_says_what_is_missing(session, reception):
    whole = volume_of("receptions")
    assert whole is not None and whole.number == "F82R"
    lacks = whole.missing(session, reception)
    assert "没有签到表的扫描件" in lacks and "没有接待公告" not in lacks


def test_a_hidden_volume_names_nobody_who_came(session, reception):
    documents = reception_volume.volume(session, reception, hidden=True)
    said = "".join(text for document in documents for text in texts(document))
    assert "孙桂兰" not in said and "13812342609" not in said


@pytest.mark.clause("4.2.1")
def test_the_plan_for_the_wall_has_no_telephone_numbers_and_no_signatures(session, reception):
    plan = session.get(Reception, reception).plan_id
    inside = "".join(texts(sheets.of_record(session, "F30", plan)))
    public = "".join(texts(sheets.of_record(session, "F30P", plan)))
    assert "13798765432" in inside and "站长：" in inside and "签字、盖章" in inside
    assert "13798765432" not in public and "签字" not in public
    assert "赵明山（县）、郑敏（县）" in public and "12月15日（星期二）" in public


@pytest.mark.clause("5.2.4")
def test_the_rows_of_the_summary_add_up_to_its_total(session, reception):
    document = sheets.of_many(session, "F34", [reception])
    rows = document.blocks[2].rows
    figures = [[cell.text for cell in row.cells] for row in rows[1:]]
    assert figures[0][4:11] == figures[-1][4:11] == ["2", "2", "1", "1", "0", "1", "0"]
    assert figures[-1][:2] == ["合计", "1 次"]
