"""One real matter from the first word to the closed sheet and beyond, then its whole volume in binding order.

The words are those of message 4178 of the published messages with replies, shortened; the days are of 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from lianluozhan import sheets
from lianluozhan.models import audit, opinions
from lianluozhan.models.opinions import Opinion, Status, applying, promising, supervising
from lianluozhan.models.opinions.applying import Application, Decision, Wish
from lianluozhan.models.opinions.handling import Evaluation, Feedback, Reply, Satisfaction, Verdict
from lianluozhan.models.opinions.promising import Promise, PromiseCheck, PromiseState
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.opinions.supervising import Level, Means, Supervision
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.printing.document import texts
from lianluozhan.sheets.volume import missing, pieces, volume

from ..models.conftest import *  # noqa: F403
from ..models.conftest import Clock
from ..models.opinions.conftest import CENTRE, Desk

TITLE = "再次反映花卉路井盖噪音扰民及路灯长期不亮的问题"
CONTENT = "可是现在已经到了11月份，路灯一直不亮，井盖噪音问题一直没处理！希望相关权责部门能出面处理！"
FIRST = (
    "关于路灯的问题，因该项目附近路灯电源已满负荷，需新建电源才能满足该路段路灯供电。"
    "关于井盖的问题，该路段于2013年已经建成通车，井盖设计时间为2010年，所使用的为老式井盖，故造成较大噪音。"
)
SECOND = "路灯电源已建成，已通电。现已启动该项目的调整概算手续，待概算调整完成后，将尽快更换井盖。"
FORM = Opinion(
    received_on=date(2026, 3, 5),
    submitter_name="罗春生",
    phone="13800004178",
    address="花卉路12号",
    village_id=1,
    category_id=1,
    title=TITLE,
    content=CONTENT,
    request="把路灯通上电，把井盖换掉。",
    proposal="建议由村镇建设服务中心办理。",
)


@dataclass
class Life:
    desk: Desk
    clock: Clock
    id: int = 0

    def on(self, month: int, day: int) -> date:
        self.clock.go_to(date(2026, month, day))
        return self.clock().date()

    @property
    def now(self) -> Opinion:
        return self.desk.officer.get(Opinion, self.id)

    def answer(self, words: str, number: str, until: date) -> None:
        answer = Reply(
            opinion_id=self.id,
            document_number=number,
            content=words,
            result_class=ResultClass.B,
            promise="更换全部老式井盖",
            promised_on=until,
            signed_by="赵志强",
            handler="李建军",
            handler_phone="0731-5550178",
            replied_on=self.desk.officer.today,
        )
        opinions.reply(self.desk.officer, answer)

    def tell(self) -> None:
        opinions.inform(self.desk.officer, Feedback(opinion_id=self.id, told_on=self.desk.officer.today))

    def judge(self, result: Satisfaction, reason: str = "") -> None:
        judged = Evaluation(opinion_id=self.id, attitude=Satisfaction.SATISFIED, result=result, reason=reason)
        opinions.evaluate(self.desk.officer, replace(judged, evaluated_on=self.desk.officer.today))


@pytest.fixture
def life(sign_in: Callable[[Role], Session], clock: Clock) -> Life:
    """Dispatched, extended, reminded, answered with a promise, not satisfactory, handled again, closed, kept."""
    found = Life(Desk(sign_in), clock)
    officer = found.desk.officer
    found.id = opinions.register_and_submit(officer, FORM).id
    found.on(3, 6)
    opinions.review(found.desk.vice, found.id, "情况属实，同意拟办意见。")
    found.on(3, 9)
    opinions.approve(found.desk.head, found.id, "同意交办。")
    sent = opinions.dispatch(officer, found.id, lead_body_id=CENTRE, requirement="请现场查看，逐项书面答复。")
    opinions.receive(officer, sent.id, "李建军", found.on(3, 10))
    asked = applying.apply(
        officer,
        found.id,
        Application(
            wish=Wish.EXTEND,
            applied_on=found.on(4, 1),
            reason="新建电源要等供电公司验收。",
            wanted_until=date(2026, 4, 30),
            applicant="赵志强",
        ),
    )
    applying.advise(found.desk.vice, asked.id, "同意。")
    applying.decide(found.desk.head, asked.id, Decision.AGREED, "同意延期一次。", until=date(2026, 4, 30))
    applying.tell_body(officer, asked.id, "电话告知李建军。", found.on(4, 2))
    call = Supervision(level=Level.NOTE, acted_on=found.on(4, 20), answered_by="李建军", answer="本周通电。")
    supervising.press(officer, found.id, call)
    reminder = Supervision(
        level=Level.REMINDER,
        means=Means.WRITTEN,
        acted_on=found.on(4, 24),
        requirement="请在期限内书面答复。",
        reply_by=date(2026, 4, 30),
    )
    supervising.press(officer, found.id, reminder)
    found.on(4, 29)
    found.answer(FIRST, "村建函〔2026〕8号", date(2026, 9, 30))
    found.on(5, 6)
    found.tell()
    found.on(5, 8)
    found.judge(Satisfaction.DISSATISFIED, "路灯还是不亮，也没有说井盖什么时候换。")
    found.on(5, 11)
    opinions.decide(found.desk.head, found.id, "请把路灯先通上电，井盖写明更换时间。", verdict=Verdict.REDO)
    found.on(6, 5)
    found.answer(SECOND, "村建函〔2026〕15号", date(2026, 8, 31))
    found.on(6, 8)
    found.tell()
    found.on(6, 10)
    found.judge(Satisfaction.FAIRLY)
    found.desk.closed(found.id)
    return found


@pytest.mark.clause("5.1.4")
def test_a_real_matter_goes_its_whole_life_and_its_promise_outlives_its_closing(life: Life) -> None:
    officer = life.desk.officer
    assert (life.now.status, life.now.satisfaction, life.now.closed_on) == (Status.CLOSED, "fairly", date(2026, 6, 10))
    first, second = officer.select(Promise)
    assert first.voided_on == date(2026, 6, 5)  # what was promised then is replaced by what is promised now
    assert (second.state, second.due_on) == (PromiseState.OPEN, date(2026, 8, 31))
    life.on(9, 2)
    assert promising.counts(officer).overdue == 1
    check = PromiseCheck(promise_id=second.id, checked_on=officer.today, asked="李建军", words="还差两段。")
    promising.follow(officer, replace(check, new_due_on=date(2026, 9, 20)))
    life.on(9, 18)
    kept = replace(check, checked_on=officer.today, asked="现场看", words="井盖都换好了。", found=PromiseState.KEPT)
    promising.follow(officer, kept)
    promising.tell(officer, second.id, Feedback(told_on=officer.today))
    assert promising.counts(officer) == promising.PromiseCounts(0, 0, 0, 0)
    assert [limit.kind for limit in opinions.file_of(officer, life.id).deadlines if limit.met_on is None] == []
    assert audit.first_broken(officer.db, officer.keys) is None


@pytest.mark.clause("4.6.2")
def test_its_volume_holds_every_sheet_once_in_binding_order_with_pages_that_run_through(
    life: Life, tmp_path: Path
) -> None:
    officer = life.desk.officer
    numbers = [piece.number for piece in pieces(officer, life.id) if piece.number]
    assert [number for number in numbers if number != "F14B"] == [
        *("F20", "F10", "F16", "F16", "F17", "F17", "F12", "F13", "F14", "F18"),
    ]
    documents = volume(officer, life.id)
    sheets.write(documents, tmp_path / "volume.pdf")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "volume.pdf").pages]
    total = documents[-1].all_pages
    assert f"第{total}页" in pages[-1].replace(" ", "").replace("\u3000", "")
    told = "\n".join("\n".join(texts(document)) for document in documents)
    for words in (
        CONTENT[:20],
        FIRST[:20],
        SECOND[:12],
        "还是不亮",
        "请把路灯先通上电",
        "2026年4月30日",
        "村建函〔2026〕15号",
    ):
        assert words in told
    assert "承诺事项还在跟踪" in missing(officer, life.id)
