"""Every function of the models that writes, tried by every role: the table of permissions says who gets in (2.2).

The functions are found by reading the sources, so that a new one is tried at once; `permission_matrix.csv` names for
each what it asks for and which roles have it, and is kept by hand.
"""

from __future__ import annotations

import ast
import csv
import dataclasses
import importlib
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any

import pytest

import lianluozhan
from lianluozhan.models import accounts, places
from lianluozhan.models.accounts import Account
from lianluozhan.models.analysis.counting import figures
from lianluozhan.models.analysis.figures import Figures
from lianluozhan.models.analysis.period import Period
from lianluozhan.models.attachments import FileSource
from lianluozhan.models.calendars import YearTable
from lianluozhan.models.errors import RuleError
from lianluozhan.models.fields import Choice
from lianluozhan.models.homes import NewPerson
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.models.permissions import PERMISSIONS, Role, require
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post, Staff
from tests.keeping import PASSWORD, enter, make_home, noon
from tests.samples import SAMPLES
from tests.source_trees import tree_of
from tests.test_completeness import LATER

SOURCES = Path(lianluozhan.__file__).parent
MATRIX = Path(__file__).with_name("permission_matrix.csv")
FOLDERS = ("models", "sheets")

# private steps of public functions whose rights are tested elsewhere, with where
WITHIN = {
    "models/homes.py _build": "setting up, when there is no account yet",
    "models/session.py note_or_hold": "signing in, unlocking and the paper code, open to every account",
    "models/session.py store_held": "lines of sign-ins that a full disk refused",
    "models/rekeying.py _finish": "tests/models/test_rekeying.py",
    "models/old_folders.py remove": "tests/models/test_rekeying.py",
    "models/backup/making.py _register": "tests/models/test_backup.py",
    "models/backup/restoring.py _note": "tests/models/test_restore.py",
    "models/backup/looking.py _note": "tests/models/test_looking.py",
    "models/backup/bringing.py bring_back": "tests/models/test_looking.py",
    "models/backup/thinning.py remove": "tests/models/test_thinning.py",
    "models/demo/bulk.py add_older": "the sample station",
    "models/demo/making.py _cast": "the sample station",
}
SIGNED = Signed(staff_id=1, signed_on=noon().date())
USUAL: dict[str, Any] = {
    "roles": (Role.ARCHIVIST,),
    "user_name": "newcomer",
    "password": "Wanbang#7788",
    "new": "Wanbang#7788",
    "old": PASSWORD,
    "code": "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567",
    "key": "opinion.review_days",
    "reviewed": SIGNED,
    "approved": SIGNED,
}
# imported by some modules for their types only
FOR_TYPES = {kind.__name__: kind for kind in (Session, YearTable, Staff)} | {"FileSource": FileSource, "Path": Path}


@dataclass(frozen=True)
class Deed:
    """One function under one permission."""

    where: str
    call: Callable[..., Any] = field(compare=False)
    permission: str
    given: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.where} as {self.permission}"


class Watched(Session):
    """A session that remembers which actions were entered."""

    entered: list[str]

    def action(self, name: str) -> typing.ContextManager[None]:  # type: ignore[override]
        self.entered.append(name)
        return super().action(name)


def writers() -> Iterator[tuple[str, ModuleType, ast.FunctionDef, list[ast.expr]]]:
    """Each function with `session.action(…)` in it, and what it names."""
    for folder in FOLDERS:
        for file in sorted((SOURCES / folder).rglob("*.py")):
            inside = file.relative_to(SOURCES)
            name = ".".join(("lianluozhan", *inside.with_suffix("").parts)).removesuffix(".__init__")
            for node in ast.walk(tree_of(file)):
                if isinstance(node, ast.FunctionDef) and (named := list(actions_in(node))):
                    yield f"{inside.as_posix()} {node.name}", importlib.import_module(name), node, named


def actions_in(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "action":
            yield node.args[0]


def deeds() -> Iterator[Deed]:
    """The functions with the arguments that lead to each of their permissions."""
    for where, module, node, named in writers():
        if where in WITHIN:
            continue
        call = getattr(module, node.name)
        for expression in named:
            match expression:
                case ast.Constant(value=str(permission)):
                    yield Deed(where, call, permission)
                case ast.IfExp(test=ast.Name(id=switch), body=ast.Constant(value=yes), orelse=ast.Constant(value=no)):
                    assert switch == "signed", where
                    yield Deed(where, call, str(yes), {switch: SIGNED})
                    yield Deed(where, call, str(no), {switch: None})
                case ast.Subscript(value=ast.Name(id="_ACTIONS")):
                    for kind, permission in places._ACTIONS.items():
                        yield Deed(where, call, permission, {"kind": kind, "place": SAMPLES[kind]})
                case _:
                    pytest.fail(f"{where}: cannot read which permission {ast.unparse(expression)} is")


DEEDS = list(deeds())


def arguments(deed: Deed, session: Session, folder: Path) -> tuple[list[Any], dict[str, Any]]:
    """Something fitting for each parameter that must be given, and for `values` nothing."""
    hints = typing.get_type_hints(deed.call, localns=FOR_TYPES)
    positional: list[Any] = []
    named: dict[str, Any] = {}
    own = USUAL | dict(deed.given)
    for name, parameter in inspect.signature(deed.call).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        if name == "session":
            value: Any = session
        elif name in deed.given or (name in own and parameter.default is parameter.empty):
            value = own[name]
        elif parameter.default is not parameter.empty:
            continue
        else:
            value = fitting(hints[name], session, folder)
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            positional.append(value)
    return positional, named


def fitting(hint: Any, session: Session, folder: Path) -> Any:
    """A value of the type that a parameter is said to have."""
    kind = typing.get_origin(hint) or hint
    if kind in (UnionType, typing.Union):
        if NoneType in typing.get_args(hint):
            return None
        return fitting(typing.get_args(hint)[0], session, folder)
    if kind in SAMPLES:
        return SAMPLES[kind]
    if isinstance(kind, type) and issubclass(kind, Choice):
        return next(iter(kind))
    if kind is Figures:
        return figures(session, Period(date(2026, 1, 1), date(2026, 6, 30)))
    if kind is type:
        return places.Village
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        needed = [f for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING]
        return kind(**{f.name: fitting(hints[f.name], session, folder) for f in needed})  # type: ignore[operator]
    if kind is list:
        return [fitting(typing.get_args(hint)[0], session, folder)]
    usual: dict[Any, Any] = {
        int: 1,
        str: "青石镇",
        bool: False,
        bytes: b"PK",
        date: noon().date(),
        datetime: noon(),
        Path: folder / "out.xlsx",
        Sequence: (),
        tuple: (),
        dict: {},
        Mapping: {},
        Iterator: iter(()),
    }
    return usual[kind]


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """A station with a person for every role, and one session for each on its one database."""
    people = tuple(
        NewPerson(f"{role.label}某", Post.HEAD if role is Role.HEAD else Post.WORKER, (role,), role.value, PASSWORD)
        for role in Role
    )
    home = make_home(tmp_path_factory.mktemp("matrix") / "home", people=people)
    first = enter(home, Role.ADMINISTRATOR.value)
    sessions = {}
    for role in Role:
        account = first.select(Account, "user_name = ?", (role.value,))[0]
        person = first.get(Staff, account.staff_id or 0)
        sessions[role] = Watched(
            first.db,
            person,
            frozenset({role}),
            keys=first.keys,
            folder=first.folder,
            now=noon,
            keyring=first.keyring,
            beside=first,
        )
    yield sessions
    first.close()


def refusal_of(role: Role, permission: str) -> str:
    """The sentence with which the table refuses, empty when it does not."""
    try:
        require([role], permission)
    except RuleError as refused:
        return str(refused)
    return ""


def tried(deed: Deed, session: Watched, folder: Path) -> str:
    """What the function says to this person; whatever it does is undone."""
    session.entered = []
    positional, named = arguments(deed, session, folder)
    try:
        with session.db.atomic():
            deed.call(*positional, **named)
            raise Undone
    except Undone:
        return ""
    except Exception as said:  # with made-up arguments a function may say anything once it let the person in
        return str(said)


class Undone(Exception):
    """The end of a try."""


def content(session: Session) -> list[list[tuple[Any, ...]]]:
    """All that is stored, row by row, the audit log too."""
    tables = session.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [session.rows(f'SELECT * FROM "{name}"') for (name,) in tables]


def test_the_sources_hold_functions_that_write_and_all_are_tried():
    tried_or_named = {deed.where for deed in DEEDS} | set(WITHIN)
    assert {where for where, *_ in writers()} == tried_or_named
    assert len(DEEDS) > 120
    assert all(deed.where.split()[1][0] != "_" for deed in DEEDS)


def test_each_function_asks_for_what_is_written_down_for_it():
    """The table beside this test is written by hand: a change of the rights of anybody has to be made there too."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        written = {(row["where"], row["permission"]): frozenset(row["roles"].split()) for row in csv.DictReader(file)}
    assert {(deed.where, deed.permission): roles_that_may(deed) for deed in DEEDS} == written


def roles_that_may(deed: Deed) -> frozenset[str]:
    return frozenset(role.value for role in Role if not refusal_of(role, deed.permission))


def test_each_permission_of_the_table_is_asked_for_somewhere():
    read_only = {"opinion.read", "audit.read", "attachment.add", "backup.restore", "station.set_up"}
    read_only |= {"backup.look", "backup.bring_back", "backup.remove"}
    signing = {"account.sign_in", "account.sign_out", "account.recover"}
    asked = {deed.permission for deed in DEEDS}
    assert set(PERMISSIONS) - asked - LATER == (read_only | signing) - LATER


@pytest.mark.parametrize("role", Role)
@pytest.mark.clause("5.1.3")
def test_a_role_is_refused_exactly_where_the_table_says_so_and_leaves_nothing_behind(station, role, tmp_path):
    session = station[role]
    before = content(session)
    wrong = []
    for deed in DEEDS:
        changes = session.db.conn.total_changes
        said, due = tried(deed, session, tmp_path), refusal_of(role, deed.permission)
        if session.entered != [deed.permission] and not (due and said == due):
            wrong.append(f"{deed}: entered {session.entered}, said {said}")
        elif due and said != due:
            wrong.append(f"{deed}: let in, said {said or 'nothing'}")
        elif not due and said.startswith("这一步由"):
            wrong.append(f"{deed}: refused")
        if due and session.db.conn.total_changes != changes:
            wrong.append(f"{deed}: wrote although refused")
    assert wrong == []
    assert content(session) == before
    if role is Role.AUDITOR:
        assert list(tmp_path.iterdir()) == []


def test_only_the_log_of_what_was_done_is_open_to_the_auditor():
    own = {name for name, roles in PERMISSIONS.items() if Role.AUDITOR in roles}
    everybody = {name for name, roles in PERMISSIONS.items() if roles == frozenset(Role)}
    assert own - everybody == {"audit.read"}
    assert {deed.permission for deed in DEEDS} & own == {"account.password", "check.run", "check.rebuild"}


def test_an_administrator_gives_himself_no_other_work(station):
    session = station[Role.ADMINISTRATOR]
    own = accounts.of_session(session)
    before = content(session)
    for roles in ((Role.ADMINISTRATOR, Role.HEAD), (Role.LIAISON_OFFICER,)):
        with pytest.raises(RuleError, match="不能改自己的岗位"):
            accounts.edit(session, own.id, roles)
    with pytest.raises(RuleError, match="已经有账号"):
        accounts.add(session, session.staff.id, "second", (Role.HEAD,), "Wanbang#7788")
    assert content(session) == before


def test_nobody_makes_the_auditor_somebody_who_works_here(station):
    session = station[Role.ADMINISTRATOR]
    auditor = accounts.of_session(station[Role.AUDITOR])
    before = content(session)
    for other in set(Role) - {Role.AUDITOR}:
        with pytest.raises(RuleError, match="不能兼任"):
            accounts.edit(session, auditor.id, (Role.AUDITOR, other))
    assert content(session) == before
