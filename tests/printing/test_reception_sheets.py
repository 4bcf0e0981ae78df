"""F32 and F33: what stands on them, and what does not when a resident asked for secrecy (4.2.2, 4.7.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lianluozhan import sheets
from lianluozhan.models import attendances
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.receptions import day, visiting
from lianluozhan.models.receptions.reception_file import masked_visit, reception_file, visit_file
from lianluozhan.models.receptions.record import Reception, Visit, VisitTreatment
from lianluozhan.printing.document import texts
from lianluozhan.printing.forms.reception_arrivals import reception_arrivals
from lianluozhan.printing.forms.reception_record import reception_record
from lianluozhan.printing.layout import lay_out
from lianluozhan.sheets.public import Guard
from tests.keeping import copied_home, enter

RESIDENT = Visit(name="欧阳小满", phone="13812342609", address="石桥村三组17号", keeps_secret=True)
SAID = "欧阳小满家门口的路塌了，打13812342609找我。"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    made = enter(copied_home(tmp_path_factory.mktemp("reception") / "home"), "zhou")
    with made.action("reception.plan"):
        deputy = made.add(Deputy(name="赵明山"))
        reception = made.add(
            Reception(number="接待〔2026〕03期", held_on=made.today, starts_at="09:00", ends_at="11:00", place="联络站")
        )
        attendances.called(made, Reception.TABLE, reception.id, [deputy.id])
    day.open_day(made, reception.id)
    came = visiting.arrive(made, reception.id, RESIDENT)
    visiting.finish(
        made, came.id, subject="路塌了", content=SAID, answer="转镇政府办理。", treatment=VisitTreatment.TOWNSHIP
    )
    yield made
    made.close()


def words_of(document):
    return "".join(texts(document))


@pytest.mark.clause("5.2.3")
def test_the_sheet_has_the_words_of_the_resident_and_what_becomes_of_them(session):
    words = words_of(sheets.of_record(session, "F33", 1))
    for expected in ("接待〔2026〕0001号", "欧阳小满", SAID, "转镇政府办理。", "☑交乡镇办理", "赵明山", "要求保密"):
        assert expected in words


@pytest.mark.clause("4.7.2")
def test_the_list_on_the_desk_tells_only_the_surname_of_one_who_asked_for_secrecy(session):
    words = words_of(sheets.of_record(session, "F32", 1))
    assert "欧某" in words and "138****2609" in words
    for hidden in ("欧阳小满", "13812342609", "三组17号"):
        assert hidden not in words


@pytest.mark.clause("4.7.2")
def test_a_sheet_for_others_does_not_say_who_came(session):
    words = words_of(sheets.of_record(session, "F33", 1, hidden=True))
    for hidden in ("欧阳小满", "13812342609", "三组17号"):
        assert hidden not in words
    assert "路塌了" in words
    hidden = masked_visit(visit_file(session, 1))
    assert (hidden.visit.name, hidden.outcome.opinion.submitter_name) == ("选民", "选民")
    for table, number in (("visits", "F33"), ("receptions", "F32")):
        guard = Guard.of(session, table, [1])
        shown = words_of(guard.finished(sheets.of_record(session, number, 1, hidden=True)))
        assert "欧阳" not in shown and "2609" not in shown.replace("****2609", "")


def test_a_long_story_goes_on_a_second_page_and_loses_no_word(session):
    came = visiting.arrive(session, 1, Visit(name="周大山", arrived_at=datetime(2026, 11, 24, 11, 0)))
    story = "".join(f"第{n}回我去找，都说等等再看。" for n in range(300))
    visiting.finish(session, came.id, content=story, answer="记下了。", treatment=VisitTreatment.ON_SPOT)
    document = sheets.of_record(session, "F33", came.id)
    assert len(lay_out(document)) > 1
    assert document.running == "代表接待选民记录表（续页）"
    assert story in words_of(document)


def test_a_resident_who_spoke_for_many_stands_there_with_their_number(session):
    file = visit_file(session, 1)
    words = words_of(reception_record(replace(file, visit=replace(file.visit, people_count=23))))
    assert "23人" in words


def test_no_empty_line_goes_on_a_second_page_of_a_list_that_is_closed(session):
    long = replace(visit_file(session, 1), deputies=("赵明山（镇）", "谢桂芳（镇）"))
    long = replace(long, visit=replace(long.visit, subject="", content="路修了一半就停了，" * 9, keeps_secret=False))
    file = reception_file(session, 1)
    over = replace(file.reception, closed_at=datetime(2026, 11, 24, 11, 0))
    document = reception_arrivals(replace(file, reception=over, visits=(long,) * 5))
    assert len(lay_out(document)) == 1
