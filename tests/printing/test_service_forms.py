"""Sign-in sheets, the sheet of one service and its ledger say what was entered (F04, F41, F44)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from lianluozhan.models.activities import Activity, ActivityFile, Called
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.service.entering import ServiceFile
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.printing.document import Document
from lianluozhan.printing.forms.activity_sign_in import activity_sign_in, span
from lianluozhan.printing.forms.service_ledger import service_ledger
from lianluozhan.printing.forms.service_record import service_record
from lianluozhan.printing.layout import lay_out

from ..samples import STATION
from .test_layout import said

ACTIVITY = Activity(title="视察农村饮水安全工程", starts_at=datetime(2026, 6, 18, 9, 0), place="青石水厂")
DEPUTY = Deputy(id=1, name="赵明山")
LINE = ServiceRecord(
    id=7,
    deputy_id=1,
    kind=ServiceKind.MEDIATION,
    title="调解用水纠纷",
    starts_on=date(2026, 6, 18),
    half_days=3,
    state=ReviewState.PASSED,
    page_ref="5-03",
)


def text_of(document: Document) -> str:
    return "".join(said(lay_out(document)).split())


def called(*presences: Presence) -> tuple[Called, ...]:
    lines = (Attendance(owner_table="activities", owner_id=1, deputy_id=1, presence=each) for each in presences)
    return tuple(Called(line, f"代表{n}", "石桥村", "镇") for n, line in enumerate(lines))


@pytest.mark.clause("4.1.3")
def test_before_the_activity_the_called_stand_on_the_sheet_and_only_they_are_counted() -> None:
    text = text_of(activity_sign_in(ActivityFile(ACTIVITY, STATION, called(Presence.INVITED, Presence.EXCUSED))))
    assert "代表0石桥村镇" in text and "代表1石桥村镇请假" in text
    assert "应到2人实到人请假人缺席人" in text


@pytest.mark.clause("4.1.3")
def test_afterwards_the_foot_says_how_many_came_are_excused_and_stayed_away() -> None:
    people = called(Presence.PRESENT, Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT)
    assert "应到4人实到2人请假1人缺席1人" in text_of(activity_sign_in(ActivityFile(ACTIVITY, STATION, people)))


def test_an_activity_of_several_days_says_both_of_them() -> None:
    first = datetime(2026, 6, 18, 9, 0)
    assert span(first, None) == "2026年6月18日 9:00"
    assert span(first, datetime(2026, 6, 18, 17, 30)) == "2026年6月18日 9:00至17:30"
    assert span(first, datetime(2026, 6, 19, 12, 0)) == "2026年6月18日 9:00至6月19日 12:00"


def filed(record: ServiceRecord, source: str = "自报", points: str = "") -> ServiceFile:
    return ServiceFile(record, DEPUTY, "镇级第十九届", "第三选区", STATION, source, "王秀英", "刘桂兰", points)


@pytest.mark.clause("3.1.4")
def test_what_was_entered_by_hand_shows_how_it_was_reviewed_and_what_was_generated_its_source() -> None:
    own = text_of(service_record(filed(replace(LINE, review_words="情况属实。"))))
    assert "☑化解矛盾纠纷" in own and "1.5天" in own and "☑通过" in own and "情况属实。" in own
    made = replace(LINE, kind=ServiceKind.INSPECTION, source_table="activities", source_id=1)
    generated = text_of(service_record(filed(made, "代表活动")))
    assert "由原记录生成" in generated and "代表活动" in generated and "□通过" not in generated


@pytest.mark.clause("3.1.4")
def test_the_ledger_counts_its_lines_by_kind_and_leaves_the_voided_ones_out() -> None:
    gone = replace(LINE, voided_on=date(2026, 7, 1))
    meeting = replace(LINE, kind=ServiceKind.MEETING, title="列席常委会会议", starts_on=date(2026, 7, 2))
    text = text_of(service_ledger([filed(LINE, points="5"), filed(gone), filed(meeting, points="3")]))
    assert "共3条" not in text and "共2条，1位代表：参加其他会议1，化解矛盾纠纷1。" in text
    assert "调解用水纠纷（作废）" in text and "2026-06-18至2026-07-02" in text


def test_a_line_of_the_ledger_has_only_the_beginning_of_what_is_long() -> None:
    text = text_of(service_ledger([filed(replace(LINE, content="说" * 250))]))
    assert "说" * 200 + "……" in text and "说" * 201 not in text
