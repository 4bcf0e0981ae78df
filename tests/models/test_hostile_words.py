"""What people type and how strangers name their files is never anything but words and names (§3.3)."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import lianluozhan.models
from lianluozhan.models import attachments, homes
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.errors import RuleError
from lianluozhan.models.finding import Finder
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.places import HandlingBody
from lianluozhan.models.session import Session
from tests.keeping import noon
from tests.sample_station import sample_station

PACKAGE = Path(__file__).parents[2] / "lianluozhan"
RAW = (
    *('"', "*", "a OR", "NEAR(", "-a", "^", "{a}:b", "AND", "t:x", "title:路", "(", "' OR 1=1 --"),
    *("%", "_", "\\", "\0", "\ud800", "\u202e路灯", "路" * 3000, "1" * 3000, "a*" * 40, "；", ":words", "?1"),
)
NAMES = (
    *("CON.pdf", "nul.txt", "aux", "COM1.docx", "a.b\\..\\..\\win.txt", "..\\..\\x", "…" * 80 + ".pdf"),
    *("照片\u202egpj.exe.pdf", "a:b.pdf", "a?.pdf", "<img src=x>.pdf", "尾巴.pdf ", "尾巴.pdf.", "." + "x" * 150),
)


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = sample_station(tmp_path_factory.mktemp("hostile") / "home")
    session = homes.sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    yield session
    session.close()


def _searches() -> dict[str, Callable[..., Any]]:
    """Every function of the models that lists what typed words find."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.walk_packages(lianluozhan.models.__path__, "lianluozhan.models."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            asked = inspect.signature(function).parameters
            if function.__module__ == module.name and "listing" in name and {"session", "words"} <= set(asked):
                found[f"{module.name.removeprefix('lianluozhan.models.')}.{name}"] = function
    return found


SEARCHES = _searches()


def test_the_searches_of_all_rooms_are_tried() -> None:
    assert len(SEARCHES) >= 24
    assert {"opinions.lists.listing", "opinions.lists.search_listing", "calls.listing", "prints.listing"} <= set(
        SEARCHES
    )


@pytest.mark.parametrize("name", SEARCHES)
def test_typed_words_are_never_syntax(clerk: Session, name: str) -> None:
    search = SEARCHES[name]
    kind = {"kind": HandlingBody} if name == "places.listing" else {}
    for words in RAW:
        listing = search(clerk, words=words, **kind)
        assert len(listing.page(10)) == min(10, listing.count()), words


def test_the_find_panel_takes_every_form_for_words(clerk: Session) -> None:
    finder = Finder(clerk)
    for words in RAW:
        found = finder.search(words)
        while found.step():
            pass
        assert found.groups is not None and finder.offers(words) is not None


def test_the_order_of_a_list_is_never_made_of_what_somebody_typed() -> None:
    """What stands after ORDER BY comes from constants, members of an enumeration and the names given here."""
    known = {"order", "day", "held", "rank", "what"}  # each set two lines above from constants
    odd = []
    for path in (PACKAGE / "models").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for given in node.keywords if isinstance(node, ast.Call) else ():
                if given.arg not in ("order", "order_by") or "Order" in ast.unparse(given.value):
                    continue
                names = {part.id for part in ast.walk(given.value) if isinstance(part, ast.Name)}
                odd += [f"{path.name}:{node.lineno} {name}" for name in names - known if name.upper() != name]
    assert odd == ["reporting.py:69 order"] or odd == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_and_opened_whatever_it_is_called(clerk: Session, tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_bytes(b"%PDF-1.7 sample")
    opinion = clerk.select(Opinion, order="id LIMIT 1")[0]
    with clerk.action("opinion.edit"):
        kept = attachments.attach(clerk, Opinion.TABLE, opinion.id, source)
    assert not set(kept.name) & set("\u202e\0\n") and len(kept.name) <= 200
    assert set(kept.stored_as) <= set("0123456789abcdef")
    shown = homes.temporary_file(clerk, "." + kept.name.rsplit(".", 1)[-1] if "." in kept.name else "")
    assert shown.parent == clerk.folder.parent / "temporary"
    assert len(shown.name) <= 25 and shown.name.replace(".", "").isalnum() and ".." not in shown.name
    attachments.export(clerk, kept.id, shown)
    assert shown.read_bytes() == source.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_of_broken_characters_is_kept_with_a_sign_for_each(clerk: Session, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xd5\xd5\xd5\xd5.pdf"  # a name in GBK, as a stick from elsewhere may have it
    Path(os.fsdecode(path)).write_bytes(b"%PDF-1.7 sample")
    opinion = clerk.select(Opinion, order="id LIMIT 1")[0]
    with clerk.action("opinion.edit"):
        kept = attachments.attach(clerk, Opinion.TABLE, opinion.id, Path(os.fsdecode(path)))
    assert kept.name == "\ufffd" * 4 + ".pdf"
    assert clerk.get(Attachment, kept.id) == kept


def test_a_program_is_refused_also_under_a_name_that_hides_it(clerk: Session, tmp_path: Path) -> None:
    (tmp_path / "照片.jpg").write_bytes(b"MZ\x90\0" + b"\0" * 200)
    with pytest.raises(RuleError, match="电脑程序"), clerk.action("opinion.edit"):
        attachments.attach(clerk, Opinion.TABLE, 1, tmp_path / "照片.jpg")
