"""The use cases of the station itself: settings, forms, paper, accounts, drafts, backups and copies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lianluozhan import sheets
from lianluozhan.models import (
    accounts,
    backup,
    categories,
    drafts,
    looks,
    official,
    people_files,
    phrases,
    places,
    prints,
    settings,
    staff,
    stations,
    views,
)
from lianluozhan.models.accounts import Account
from lianluozhan.models.backup import copies
from lianluozhan.models.homes import sign_in
from lianluozhan.models.official import Genre, OfficialDocument, layout_for
from lianluozhan.models.permissions import Role
from lianluozhan.models.phrases import Purpose
from lianluozhan.models.places import HandlingBody, Village
from lianluozhan.models.staff import Post, Staff
from lianluozhan.models.views import Stand
from tests.faults.desk import Desk
from tests.faults.use_case import UseCase
from tests.faults.use_cases_of_people import PHOTO
from tests.keeping import CHEAP, CODE, PASSWORD

NEW = "Wanbang#7788"


def stick(desk: Desk) -> Path:
    made = desk.folder / "stick"
    made.mkdir(exist_ok=True)
    return made


def newcomer(desk: Desk) -> int:
    person = staff.add_staff(desk.administrator, Staff(name="新来的"), Post.WORKER, desk.officer.today)
    return person.id


def other_account(desk: Desk) -> int:
    return accounts.add(desk.administrator, newcomer(desk), "xinlai", (Role.ARCHIVIST,), PASSWORD, cost=CHEAP).id


def document(desk: Desk) -> int:
    made = OfficialDocument(
        genre=Genre.NOTICE, layout=layout_for(Genre.NOTICE), title="通知", addressee="各村", body="事项。" * 50
    )
    return official.draft(desk.officer, made).id


def printed(desk: Desk) -> int:
    sheets.log(desk.officer, "F10", [1, 2, 3], "打印")
    return int(desk.officer.value("SELECT max(id) FROM prints"))


def typed(desk: Desk) -> datetime | None:
    words = {"title": "路灯", "content": "坏了。" * 100}
    return drafts.keep(desk.officer, "registration", 0, words, title="路灯")


def view(desk: Desk) -> int:
    return views.save(desk.officer, "我的清单", Stand(words="路灯"), personal=True).id


def sign_in_again(desk: Desk, user: str) -> None:
    """At the door: the database is opened anew, as the file lies there."""
    desk.close()
    sign_in(desk.base.home, user, PASSWORD, now=lambda: desk.base.at).close()


def of_officer(desk: Desk) -> str:
    return desk.officer.select(Account, "staff_id = ?", (desk.officer.staff.id,))[0].user_name


_M = "models/"
STATION = (
    UseCase(
        "change a setting",
        lambda d, x: settings.change(d.head, "opinion.due.normal", "20 日"),
        covers=[_M + "settings.py change"],
    ),
    UseCase(
        "put a setting back",
        lambda d, x: settings.reset(d.head, "opinion.due.normal"),
        lambda d: settings.change(d.head, "opinion.due.normal", "20 日"),
        [_M + "settings.py reset"],
    ),
    UseCase(
        "edit the station",
        lambda d, x: stations.edit(d.head, address="镇政府东楼", population=30_000),
        covers=[_M + "stations.py edit"],
    ),
    UseCase(
        "pictures of the station",
        lambda d, x: people_files.put_station_pictures(d.head, [PHOTO, PHOTO]),
        covers=[_M + "people_files.py put_station_pictures"],
    ),
    UseCase(
        "add a category",
        lambda d, x: categories.add(d.head, "新分类", None),
        covers=[_M + "categories.py add"],
    ),
    UseCase("add a village", lambda d, x: places.add(d.officer, Village(name="新村")), covers=[_M + "places.py add"]),
    UseCase(
        "retire a body",
        lambda d, x: places.retire(d.officer, HandlingBody, 9),
        covers=[_M + "places.py retire"],
    ),
    UseCase(
        "add a phrase",
        lambda d, x: phrases.add(d.officer, next(iter(Purpose)), "请尽快办理。"),
        covers=[_M + "phrases.py add"],
    ),
    UseCase(
        "change the look of a form",
        lambda d, x: looks.change(d.head, "F10", title="社情民意登记簿"),
        covers=[_M + "looks.py change"],
    ),
    UseCase(
        "take a template",
        lambda d, x: looks.accept_template(d.head, "F122", "通知模板.docx", b"PK" * 5000),
        covers=[_M + "looks.py accept_template"],
    ),
    UseCase("save a view", lambda d, x: view(d), covers=[_M + "views.py save"]),
    UseCase("draft a document", lambda d, x: document(d), covers=[_M + "official.py draft"]),
    UseCase("issue a document", lambda d, x: official.issue(d.head, x), document, [_M + "official.py issue"]),
    UseCase("log what was printed", lambda d, x: printed(d), covers=["sheets/__init__.py log"]),
    UseCase("void a print", lambda d, x: prints.void(d.head, x, "印坏"), printed, [_M + "prints.py void"]),
    UseCase("keep a draft", lambda d, x: typed(d)),
    UseCase("drop a draft", lambda d, x: drafts.drop(d.officer, "registration", 0), typed),
)
DOOR = (
    UseCase("sign in", sign_in_again, of_officer, may_wait=True),
    UseCase(
        "change one's password",
        lambda d, x: accounts.change_password(d.officer, PASSWORD, NEW, cost=CHEAP),
        covers=[_M + "accounts.py change_password"],
        logs_first=True,
    ),
    UseCase(
        "reset a password",
        lambda d, x: accounts.reset_password(d.administrator, x, NEW, cost=CHEAP),
        other_account,
        [_M + "accounts.py reset_password"],
        logs_first=True,
    ),
    UseCase(
        "add an account",
        lambda d, x: accounts.add(d.administrator, x, "xinlai", (Role.ARCHIVIST,), PASSWORD, cost=CHEAP),
        newcomer,
        [_M + "accounts.py add"],
    ),
    UseCase(
        "edit an account",
        lambda d, x: accounts.edit(d.administrator, x, (Role.FUND_CLERK,)),
        other_account,
        [_M + "accounts.py edit"],
    ),
    UseCase(
        "retire an account",
        lambda d, x: accounts.retire(d.administrator, x),
        other_account,
        [_M + "accounts.py retire"],
        logs_first=True,
    ),
    UseCase(
        "renew the paper code",
        lambda d, x: accounts.renew_recovery_code(d.administrator, CODE[::-1], cost=CHEAP),
        covers=[_M + "accounts.py renew_recovery_code"],
        logs_first=True,
    ),
)
SAFE = (
    UseCase("back up", lambda d, x: backup.back_up(d.officer, stick(d))),
    UseCase("keep a copy", lambda d, x: copies.make(d.officer, copies.Why.DAILY)),
)
