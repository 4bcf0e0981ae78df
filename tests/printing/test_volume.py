"""整卷打印: the sheets of one matter in binding order, each once, with pages that count through."""

from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from lianluozhan import sheets
from lianluozhan.models import opinions, places
from lianluozhan.models.categories import choices
from lianluozhan.models.opinions import Opinion, applying, supervising
from lianluozhan.models.opinions.applying import Application, Decision, Wish
from lianluozhan.models.opinions.handling import Evaluation, Feedback, Reply, Satisfaction, Told, Verdict, Way
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.opinions.supervising import Level, Means, Supervision
from lianluozhan.models.places import HandlingBody, Village
from lianluozhan.printing.document import texts
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import MM
from lianluozhan.sheets import volume
from tests.keeping import copied_home, enter

LIGHT = Opinion(
    received_on=date(2026, 11, 23),
    submitter_name="周大有",
    phone="13812342609",
    address="石桥村三组17号",
    title="石桥村三组路灯损坏",
    content="路灯坏了四盏，快两个月了。",
    proposal="建议由村镇建设服务中心办理。",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = copied_home(tmp_path_factory.mktemp("volume") / "home")
    session = enter(made)
    places.add(session, Village(name="石桥村"))
    for name in ("村镇建设服务中心", "供电所"):
        places.add(session, HandlingBody(name=name))
    session.close()
    return made


@pytest.fixture
def session(home):
    made = enter(home, "zhou")
    yield made
    made.close()


def body(session, wanted):
    return next(id_ for id_, name in places.bodies(session) if name == wanted)


def as_(home, user, deed):
    session = enter(home, user)
    try:
        return deed(session)
    finally:
        session.close()


@pytest.fixture(scope="module")
def matter(home):
    """Answered, not satisfied, handled a second time, answered again, satisfied."""
    today = date(2026, 11, 24)

    def begun(session):
        wanted = replace(LIGHT, village_id=1, category_id=choices(session)[0][0])
        return opinions.register_and_submit(session, wanted).id

    def sent(session):
        opinions.dispatch(session, key, lead_body_id=body(session, "村镇建设服务中心"), requirement="请尽快修复。")

    def pressed(session):
        asked = Supervision(level=Level.REMINDER, means=Means.WRITTEN, acted_on=today, requirement="请抓紧。")
        supervising.press(session, key, replace(asked, skip_reason="村里等着用灯"))

    def extended(session):
        wanted = Application(wish=Wish.EXTEND, applied_on=today, reason="等材料", wanted_until=date(2027, 1, 6))
        return applying.apply(session, key, wanted).id

    def answered(words):
        def answer(session):
            reply = Reply(opinion_id=key, content=words, result_class=ResultClass.A, replied_on=today)
            opinions.reply(session, reply)
            opinions.inform(session, Feedback(opinion_id=key, told=Told.TOLD, way=Way.PHONE, told_on=today))

        return answer

    def judged(result, reason=""):
        given = Evaluation(result=result, attitude=result, reason=reason, evaluator="周大有", evaluated_on=today)
        return lambda session: opinions.evaluate(session, replace(given, opinion_id=key))

    key = as_(home, "zhou", begun)
    as_(home, "li", lambda session: opinions.review(session, key, "情况属实。"))
    as_(home, "wang", lambda session: opinions.approve(session, key, "同意交办。"))
    as_(home, "zhou", sent)
    as_(home, "zhou", pressed)
    application = as_(home, "zhou", extended)
    as_(home, "wang", lambda session: applying.decide(session, application, Decision.REFUSED, "请按期办理。"))
    as_(home, "zhou", answered("修好了两盏。"))
    as_(home, "zhou", judged(Satisfaction.DISSATISFIED, "还有两盏不亮"))
    as_(home, "wang", lambda session: opinions.decide(session, key, "请再办一次。", verdict=Verdict.REDO))
    as_(home, "zhou", answered("四盏全部修好。"))
    as_(home, "zhou", judged(Satisfaction.SATISFIED))
    return key


def words_of(document):
    return "".join(texts(document))


@pytest.mark.clause("3.2.2")
def test_the_sheets_of_a_matter_lie_in_binding_order(session, matter):
    numbers = [piece.number for piece in volume.pieces(session, matter)]
    places_of = [volume.ORDER.index(number) for number in numbers if number in volume.ORDER]
    assert places_of == sorted(places_of)
    assert numbers == ["F10", "F16", "F16", "F17", "F17", "F12", "F13", "F14B", "F14", "F18"]


@pytest.mark.clause("3.2.2")
def test_every_reply_and_every_judgement_is_in_the_volume_with_its_own_words(session, matter):
    found = volume.pieces(session, matter)
    first, second = (words_of(piece.document) for piece in found if piece.number == "F16")
    assert "修好了两盏" in first and "四盏全部" not in first
    assert "四盏全部修好" in second and "修好了两盏" not in second
    once, again = (words_of(piece.document) for piece in found if piece.number == "F17")
    assert "还有两盏不亮" in once and "还有两盏不亮" not in again


@pytest.mark.clause("3.2.2")
def test_the_pages_of_a_volume_count_through_and_the_list_says_where_each_sheet_begins(session, matter):
    front, *inside = volume.volume(session, matter)
    begins = 1
    total = inside[0].all_pages
    for document in inside:
        assert (document.first_page, document.all_pages) == (begins, total)
        begins += len(lay_out(document))
    assert begins == total + 1
    listed = words_of(front)
    assert "卷内目录" in listed and f"{len(inside)}件" in listed and LIGHT.title in listed


def test_on_both_sides_every_sheet_has_its_binding_edge_at_the_left_of_its_front(session, matter):
    def on_both_sides(document):
        return replace(document, paper=replace(document.paper, mirrored=True))

    for document in volume.volume(session, matter, finish=on_both_sides)[1:]:
        first = lay_out(document)[0]
        if first.frames:
            assert min(frame.x for frame in first.frames) == pytest.approx(28 * MM, abs=0.3), document.title


def test_a_volume_is_written_whole_in_both_formats(session, matter, tmp_path):
    documents = volume.volume(session, matter)
    sheets.write(documents, tmp_path / "卷.pdf")
    sheets.write(documents, tmp_path / "卷.docx")
    pages = PdfReader(tmp_path / "卷.pdf").pages
    total = documents[1].all_pages
    assert len(pages) == total + len(lay_out(documents[0]))
    first = "".join(pages[len(lay_out(documents[0]))].extract_text().split())
    assert "第1页" in first and f"共{total}页" in first


@pytest.mark.clause("3.2.2")
def test_what_a_volume_lacks_is_said_before_it_is_printed(home, session, matter):
    missing = "；".join(volume.missing(session, matter))
    assert "还没有办结" in missing and "没有答复函" not in missing and "签收日期" in missing
    fresh = opinions.register(session, replace(LIGHT, village_id=1, category_id=choices(session)[0][0])).id
    assert "没有答复函" in "；".join(volume.missing(session, fresh))
    assert [piece.number for piece in volume.pieces(session, fresh)] == ["F10"]


@pytest.mark.clause("4.7.2")
def test_in_a_hidden_volume_the_submitter_is_nowhere(session, matter):
    every = "".join(words_of(document) for document in volume.volume(session, matter, hidden=True))
    assert "周大有" not in every and "13812342609" not in every and "三组17号" not in every


@pytest.mark.clause("3.2")
def test_what_was_joined_lies_behind_the_main_form(home, matter):
    def register(session):
        wanted = replace(LIGHT, village_id=1, category_id=choices(session)[0][0], title="路灯还是不亮")
        joined = opinions.register_and_submit(session, wanted)
        with session.action("opinion.merge"):
            session.change(session.get(Opinion, joined.id), merged_into=matter)
        return joined

    session = enter(home, "zhou")
    joined = register(session)
    found = volume.pieces(session, matter)
    main, other = (piece for piece in found if piece.number == "F10")
    session.close()
    assert LIGHT.title in words_of(main.document) and "路灯还是不亮" in words_of(other.document)
    assert other.name == f"社情民意登记表（并案 {joined.number}）"
