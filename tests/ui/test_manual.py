"""The manual: a page for every room, every key, links that lead somewhere, and the window in which it is read."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

import lianluozhan
from lianluozhan import paths
from lianluozhan.models.setting_table import SETTINGS
from lianluozhan.printing.catalog import FORMS, LEDGERS
from lianluozhan.ui import theme
from lianluozhan.ui.manual_pages import CONTENTS, read_manual
from lianluozhan.ui.manual_window import ManualWindow, show_manual
from lianluozhan.ui.navigation import ROOMS
from lianluozhan.ui.shortcuts import KEYS

from .station_at_work import Staff, make_station

PAGES = read_manual(paths.manual())
INTERFACE = Path(lianluozhan.__file__).parent / "ui"
SPOKEN = {"Ctrl+Return": "Ctrl+Enter", "Ctrl+Shift+Return": "Ctrl+Shift+Enter"}
# quoted as it looks with a name, a number or a day in it
FILLED_IN = frozenset(
    {
        *("在某某手里", "纸质签字，某某几月几日代录", "只看：……", "添加……"),
        *("导入多少件", "备份几天前已验证", "机密★"),
    }
)


@pytest.fixture
def owner(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def manual(owner):
    window = ManualWindow(owner, paths.manual())
    window.open_page(CONTENTS)
    window.show()
    return window


def listed(window):
    return [window.contents.topLevelItem(row).text(0) for row in range(window.contents.topLevelItemCount())]


def test_every_room_has_a_page_of_the_manual():
    texts = [path.read_text("utf-8") for path in INTERFACE.rglob("*.py")]
    wanted = {name for text in texts for name in re.findall(r'^    MANUAL\b.*= "(\w+)"', text, re.MULTILINE)}
    assert wanted >= {"index", "today", "opinions"}
    assert wanted - set(PAGES) == set()


def test_every_link_of_the_manual_leads_to_a_page_and_a_section():
    wrong = []
    for page in PAGES.values():
        for target in page.links:
            name, _, section = target.partition(".md")
            known = [found.title for found in PAGES[name].sections] if name in PAGES else []
            if not known or (section and section.removeprefix("#") not in known):
                wrong.append(f"{page.name}: {target}")
    assert wrong == []


def test_the_contents_name_every_page():
    named = {target.partition(".md")[0] for target in PAGES[CONTENTS].links}
    assert named | {CONTENTS} == set(PAGES)


def test_every_key_of_the_program_stands_on_the_page_of_keys():
    keys = PAGES["keys"].markdown
    assert [key for key in KEYS.values() if f"**{SPOKEN.get(key, key)}**" not in keys] == []


def test_every_room_and_every_form_is_called_as_on_the_screen():
    words = "".join(page.markdown for page in PAGES.values())
    assert [room.label for room in ROOMS if f"**{room.label}**" not in words] == []
    titles = [*((form.number, form.title) for form in FORMS.values()), *LEDGERS.items()]
    assert [number for number, title in titles if f"| {number} | {title} |" not in PAGES["printing"].markdown] == []


def test_what_the_manual_quotes_stands_on_the_screen():
    program = "".join(path.read_text("utf-8") for path in INTERFACE.parent.rglob("*.py"))
    quoted = {(page.name, words) for page in PAGES.values() for words in re.findall("“([^”]+)”", page.markdown)}
    assert [found for found in sorted(quoted) if found[1] not in program and found[1] not in FILLED_IN] == []


def test_the_time_limits_in_the_manual_are_the_default_ones():
    table = PAGES["opinions"].markdown
    for key, row in (
        ("opinion.review_days", "副站长审核"),
        ("opinion.approve_days", "站长审批"),
        ("opinion.assign_days", "审批后交办"),
        ("opinion.due.urgent", "办理：紧急件"),
        ("opinion.due.normal", "办理：一般件"),
        ("opinion.due.complex", "办理：复杂件"),
        ("cohost.due", "会办单位送会办意见"),
        ("feedback.to_citizen_days", "收到答复后告知反映人"),
        ("reply.voter_days", "不予受理的告知"),
        ("satisfaction.return_days", "反映人评价"),
        ("redo.days", "不满意的二次办理"),
    ):
        number, unit = SETTINGS[key].default.split()
        assert f"| {row} | {number} {({'工': '个工作日', '月': '个月'}).get(unit, unit)} |" in table


def test_no_page_of_the_manual_speaks_like_a_computer():
    said = [page.name for page in PAGES.values() if re.search("错误|失败|非法|异常|无效|[！!]", page.markdown)]
    assert said == []


def test_f1_opens_the_manual_at_the_page_one_is_on(dressed, tmp_path):
    staff = Staff(make_station(tmp_path / "home").folder)
    staff.sign_in("wang")
    staff.desk.go("opinions")
    staff.press(Qt.Key.Key_F1)
    window = staff.window.findChild(ManualWindow)
    assert window.isVisible() and window.name == "opinions"
    assert show_manual(staff.desk, "today") is window and window.name == "today"
    staff.close()


def test_a_link_is_followed_and_one_comes_back(manual):
    manual.page.anchorClicked.emit(QUrl("opinions.md#交办"))
    assert manual.name == "opinions" and manual.page.verticalScrollBar().value() > 0
    assert manual.contents.currentItem().text(0) == "交办"
    QTest.keyClick(manual.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert manual.name == CONTENTS and not manual.back.isEnabled()


def test_a_link_to_elsewhere_leads_nowhere(manual):
    for target in ("https://example.org/opinions.md", "file:///opinions.md", "strange.md"):
        manual.page.anchorClicked.emit(QUrl(target))
        assert manual.name == CONTENTS


def test_words_leave_only_the_pages_in_which_they_stand(manual):
    everything = listed(manual)
    manual.words.set_value("恢复码 保险柜")
    assert listed(manual) == [PAGES["start"].title]
    QTest.keyClick(manual.words, Qt.Key.Key_Return)
    assert manual.name == "start" and manual.page.extraSelections()
    manual.words.set_value("飞机")
    assert listed(manual) == [] and "飞机" in manual.none_found.words.text()
    manual.words.set_value("")
    assert listed(manual) == everything and not manual.none_found.isVisible()


def test_a_page_that_is_missing_shows_the_contents_and_says_so(manual):
    manual.open_page("weather")
    assert manual.name == CONTENTS and manual.notice.isVisible()
    manual.open_page("today")
    assert manual.name == "today" and not manual.notice.isVisible()


def test_without_a_manual_the_window_says_what_to_do(owner, tmp_path):
    window = ManualWindow(owner, tmp_path)
    window.open_page("today")
    assert "重新安装" in window.notice.words.text()


def test_escape_closes_the_manual(manual):
    QTest.keyClick(manual.words, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_the_manual_grows_with_the_text_size(manual, dressed, tmp_path):
    before = manual.page.document().size().height()
    icons = paths.resources() / "icons"
    theme.apply(dressed, theme.LIGHT, 150, icons, tmp_path)
    try:
        assert manual.page.document().defaultFont().pointSizeF() == theme.font().pointSizeF()
        assert manual.page.document().size().height() > before
    finally:
        theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)
