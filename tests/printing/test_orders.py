"""Printing without a window: what is written and what the log says of it."""

import docx
import pytest

from lianluozhan.models import prints
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import sign_in
from lianluozhan.printing.catalog import FORMS
from lianluozhan.sheets import templates
from lianluozhan.sheets.orders import PrintOrder
from tests.keeping import copied_home, enter, noon
from tests.sample_station import sample_station


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    made = enter(copied_home(tmp_path_factory.mktemp("orders") / "home"), "li")
    yield made
    made.close()


def words_in(path):
    return "".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_a_form_with_a_template_of_the_station_is_written_from_it(session, tmp_path):
    own = tmp_path / "own.docx"
    templates.save_to_edit(session, "F16", own)
    document = docx.Document(str(own))
    document.add_paragraph("本站自己的版式")
    document.save(str(own))
    templates.accept(session, "F16", own)
    PrintOrder("F16", is_blank=True).carry_out(session, tmp_path / "blank.docx")
    assert "本站自己的版式" in words_in(tmp_path / "blank.docx")
    entry = session.select(prints.Print, order="id DESC")[0]
    assert (entry.form, entry.way, entry.owner_id, entry.paper_code) == ("F16", "docx", None, "")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (PrintOrder("F99"), "没有编号为"),
        (PrintOrder("F82"), "一件一卷"),
        (PrintOrder("F22"), "没有可打印的"),
        (PrintOrder("F10"), "没有可打印的"),
    ],
)
def test_an_order_that_cannot_be_carried_out_says_why_and_leaves_no_file(session, tmp_path, order, words):
    with pytest.raises(RuleError, match=words):
        order.carry_out(session, tmp_path / "表.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def at_work(tmp_path_factory):
    """A clerk at the sample station."""
    home = sample_station(tmp_path_factory.mktemp("at-work") / "home")
    made = sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    yield made
    made.close()


@pytest.mark.parametrize("number", sorted(FORMS))
def test_everything_there_is_of_a_form_is_printed_in_one_go_or_it_is_said_why_not(at_work, tmp_path, number):
    try:
        pages = PrintOrder(number).carry_out(at_work, tmp_path / "全部.pdf")
    except RuleError as refusal:
        assert str(refusal).endswith("。") and list(tmp_path.iterdir()) == []
    else:
        assert pages > 0
