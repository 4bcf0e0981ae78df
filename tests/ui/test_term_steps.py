"""The steps of the end of a term for the person at the keyboard: where Enter goes on, who does what (3.1.4)."""

import shutil

import pytest
from PySide6.QtWidgets import QApplication

from lianluozhan.models import term_handing, term_matters
from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home

from .one_person import Person
from .test_terms import begun, elect, wizard


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    found = Home(tmp_path_factory.mktemp("sample") / "home")
    demo(found, opinions=60)
    return found


@pytest.fixture
def at_desk(dressed, sample, tmp_path):
    """Somebody at the desk of the sample station; another one takes his place when asked for."""
    shutil.copytree(sample.folder, tmp_path / "home")
    people: list[Person] = []

    def sit_down(user: str = "zhouchangfu") -> Person:
        while people:
            people.pop().close()
        people.append(Person(QApplication.instance(), Home(tmp_path / "home"), user, PASSWORD))
        return people[-1]

    yield sit_down
    while people:
        people.pop().close()


def test_who_may_not_take_in_the_roster_reads_who_does(at_desk):
    clerk = at_desk()
    term = begun(clerk)
    steps = wizard(clerk, term)
    steps.go(4)
    assert steps.step.bring_in.isEnabled() and "联络员" not in steps.step.standing.text()
    head = at_desk("wangxiuying")
    steps = wizard(head, term)
    steps.go(4)
    assert not steps.step.bring_in.isEnabled() and "导入新名册由联络员来做。" in steps.step.standing.text()


def test_enter_goes_on_to_the_next_step_after_the_lists_were_signed(at_desk):
    person = at_desk()
    term = begun(person)
    newcomer = elect(person, term, "李新民")
    term_handing.hand_over_rest(person.session, term.id, term_matters.Owner("", deputy_id=newcomer))
    steps = wizard(person, term)
    steps.go(3)
    steps.step.sign.setFocus()
    steps.step.sign.click()
    assert "都签好字了" in steps.step.count.text()
    assert steps.window().focusWidget() is steps.on
