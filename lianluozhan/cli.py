"""The program without a window, for support and tests: a thin front on the same functions as the pages."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianluozhan.cli_parser import AREAS, CODE, PASSWORD, USER
from lianluozhan.cli_parser import USAGE as USAGE
from lianluozhan.cli_parser import parse as parse
from lianluozhan.models.errors import Cancelled, RuleError, StorageError

if TYPE_CHECKING:
    from lianluozhan.models.backup import BackupInfo

DONE, REFUSED = 0, 1
EVERY = "all"  # in place of the number of a form
_ORDER_KEY = re.compile(r"key\d+")
# those in which residents and deputies stand, and what a list of them is in the log: an export
_PRIVATE = ("opinions", "calls", "visits", "contacts", "boxes", "pieces")
_LOGGED = dict.fromkeys(_PRIVATE, "opinion.export") | {"deputies": "deputy.export", "loans": "archive.read"}
_SECRET = ("submitter_name", "name", "address", "persons")  # of whoever wants secrecy


def run(options: argparse.Namespace) -> int:
    """Carry out one command; its exit status. What the person can act on is one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        status = _COMMANDS[options.command](options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (RuleError, StorageError) as trouble:
        print(" ".join(str(trouble).split("\n")), file=sys.stderr)
    except (KeyboardInterrupt, Cancelled):
        print("已停止，没有留下做了一半的内容。", file=sys.stderr)
    return REFUSED


def _demo(options: argparse.Namespace) -> int:
    from lianluozhan.models import demo

    with _bar("建立样例站") as progress:
        accounts = demo.demo(_home(options.home), opinions=options.opinions, seed=options.seed, progress=progress)
    for account in accounts:
        print("\t".join((account.role, account.user_name, account.password)))
    return DONE


def _import(options: argparse.Namespace) -> int:
    from lianluozhan.models import imports

    with _signed_in(options) as session, _bar("导入") as progress:
        plan = imports.plan(session, imports.read_table(options.path))
        if options.report:  # first, so that nothing is imported whose report cannot be written
            imports.write_report(plan, options.report)
        if options.dry_run:
            print(f"预检：可导入 {len(plan.good)} 件，其中已答复 {plan.reply_count} 件；不能导入 {len(plan.bad)} 行。")
            return DONE
        outcome = imports.carry_out(session, plan, lambda done, total: progress(done, total, ""))
    print(outcome.summary)
    return DONE


def _list(options: argparse.Namespace) -> int:
    from lianluozhan.models import opinions
    from lianluozhan.models.listing import Listing

    with _signed_in(options) as session:
        _note_list(session, options.area, "list")
        if options.area == "opinions":  # the voided ones too: this is what is stored
            views = [
                opinions.listing(session, view=view, order=opinions.Order.OLDEST)
                for view in (opinions.View.ALL, opinions.View.VOIDED)
            ]
        else:
            views = [Listing(session.db, AREAS[options.area])]
        _show((row for view in views for row in _rows(view)), as_json=options.json)
    return DONE


def _note_list(session: Any, area: str, way: str) -> None:
    """Enter into the log that records of people are written out, for those who may."""
    if action := _LOGGED.get(area):
        with session.action(action):
            session.note(AREAS[area], 0, {"command": way})


def _search(options: argparse.Namespace) -> int:
    from lianluozhan.models import opinions

    with _signed_in(options) as session:
        _note_list(session, "opinions", "search")
        _show(_rows(opinions.search_listing(session, options.words)), as_json=options.json)
    return DONE


def _forms(options: argparse.Namespace) -> int:
    from lianluozhan.printing import catalog

    rows = [{"number": form.number, "title": form.title, "clause": form.clause} for form in catalog.FORMS.values()]
    rows += [
        {"number": number, "title": title, "clause": catalog.LEDGER_CLAUSE} for number, title in catalog.LEDGERS.items()
    ]
    _show(sorted(rows, key=lambda row: row["number"]), as_json=options.json)
    return DONE


def _print(options: argparse.Namespace) -> int:
    from lianluozhan.sheets.orders import PrintOrder

    if options.form == EVERY:
        return _print_every(options)
    order = PrintOrder(options.form, options.id, options.blank, options.reviewed_by or "")
    with _signed_in(options) as session, _bar("打印") as progress:
        order.carry_out(session, options.to, progress)
    print(f"已写入 {options.to}。" + (f"共 {len(order.taken)} 件。" if options.all and order.taken else ""))
    return DONE


def _print_every(options: argparse.Namespace) -> int:
    """Each form as PDF and as Word into a folder: of everything there is, or empty where there is nothing."""
    from lianluozhan.sheets.every import print_every

    with _signed_in(options) as session, _bar("打印") as progress:
        made = print_every(session, options.to, progress, is_blank=options.blank)
    for path, is_blank in made:
        print(f"已写入 {path}。{'没有登记，是空表。' if is_blank else ''}")
    return DONE


def _backup(options: argparse.Namespace) -> int:
    from lianluozhan.models import backup
    from lianluozhan.models.backups import BackupKind
    from lianluozhan.sheets.proof import prove_by_form

    kind = BackupKind(options.kind) if options.kind else None
    with _signed_in(options) as session, _bar("备份") as progress:
        result = backup.back_up(session, options.folder, progress, kind=kind, render=prove_by_form)
    print(f"备份完成，已读回核验：{result.path}")
    print(_told(result.info) + (f"已从读回的备份里做出 {result.entry.rendered}。" if result.entry.rendered else ""))
    return DONE


def _told(info: BackupInfo) -> str:
    base = f"要和整套备份“{info.base_name}”放在一起。" if info.base_name else ""
    held = f"社情民意 {info.opinions} 件，附件 {info.attachments} 个，操作日志末号 {info.audit_head}。"
    return f"{info.kind.label}：{held}{base}"


def _verify(options: argparse.Namespace) -> int:
    from lianluozhan.models import backup

    with _bar("核验") as progress:
        info = backup.verify(options.path, _unlock(), progress)
    print(f"备份完好：{info.station_name}，{info.made_at:%Y-%m-%d %H:%M}。")
    print(_told(info))
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from lianluozhan.models import backup
    from lianluozhan.models.instance_lock import InstanceLock

    home = _home(options.into)
    backup.read_info(options.path)
    with InstanceLock(home.folder), _bar("还原") as progress:
        info = backup.restore(options.path, home, _unlock(), progress)
    print(f"已还原到 {home.folder}：{info.station_name}，{info.made_at:%Y-%m-%d %H:%M} 的数据。")
    print(_told(info) + "原有的数据文件夹没有动。")
    return DONE


def _archive_package(options: argparse.Namespace) -> int:
    from lianluozhan.sheets import archive_package

    with _signed_in(options) as session, _bar("电子档案包") as progress:
        made = archive_package.make(session, options.year, options.folder, progress, name=options.name)
    package = made.package
    print(f"电子档案包已做好，已读回核验：{made.path}")
    print(f"{package.items} 件，{package.files} 个文件。" + (f"{package.note}。" if package.note else ""))
    return DONE


def _archive_verify(options: argparse.Namespace) -> int:
    from lianluozhan.sheets import archive_package

    with _signed_in(options) as session, _bar("核验") as progress:
        found, entry = archive_package.verify(session, options.folder, progress)
    for problem in found.problems:
        print(problem)
    if found.problems:
        raise StorageError("电子档案包没有通过核验，请按上面各行处理。")
    print(f"电子档案包完好：{found.files} 个文件，" + ("清单和登记的一致。" if entry else "本站没有登记过这一份。"))
    return DONE


def _check(options: argparse.Namespace) -> int:
    from lianluozhan.models.check import Severity, check

    with _signed_in(options) as session, _bar("检查") as progress:
        found = check(session, progress=progress)
    for finding in found:
        print(f"{finding.severity.label}\t{finding.area}\t{finding.sentence}")
    if any(finding.severity is not Severity.NOTE for finding in found):
        raise StorageError("检查发现问题，请按上面各行处理。")
    print("检查完成，没有发现问题。")
    return DONE


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": _demo,
    "import": _import,
    "list": _list,
    "search": _search,
    "forms": _forms,
    "print": _print,
    "backup": _backup,
    "verify": _verify,
    "restore": _restore,
    "check": _check,
    "archive-package": _archive_package,
    "archive-verify": _archive_verify,
}


def _home(folder: Path) -> Any:
    from lianluozhan.models.homes import Home

    return Home(folder)


@contextmanager
def _signed_in(options: argparse.Namespace) -> Iterator[Any]:
    """The station of the home, opened by the account of the environment, closed at the end."""
    from lianluozhan.models.homes import InstanceLock, sign_in

    home = _home(options.home)
    if not home.is_set_up:
        raise RuleError("这个文件夹里还没有联络站的数据。请先打开窗口建站，或检查“--home”后面的文件夹。")
    user, password = _secret()
    with InstanceLock(home.folder):
        session = sign_in(home, user, password, now=datetime.now)
        try:
            yield session
        finally:
            session.close()


def _secret() -> tuple[str, str]:
    user, password = os.environ.get(USER, ""), os.environ.get(PASSWORD, "")
    if not user or not password:
        raise RuleError(f"请先用环境变量 {USER} 和 {PASSWORD} 给出账号和密码。")
    return user, password


def _unlock() -> Any:
    from lianluozhan.models import backup

    if code := os.environ.get(CODE):
        return backup.by_code(code)
    return backup.by_password(*_secret())


def _rows(listing: Any) -> Iterator[dict[str, Any]]:
    row = None
    while page := listing.page(500, row):
        for row in page:
            yield row


def _show(rows: Any, *, as_json: bool) -> None:
    """Rows as one JSON array, or one a line with tabs; whole numbers and who wants secrecy are never written out."""
    from lianluozhan.models.identity_numbers import masked_identity
    from lianluozhan.models.opinions import masked_phone

    shown = [{name: value for name, value in row.items() if not _ORDER_KEY.fullmatch(name)} for row in rows]
    for row in shown:
        if row.get("id_number"):
            row["id_number"] = masked_identity(row["id_number"])
        for name in ("phone", "caller_phone"):
            if row.get(name):
                row[name] = masked_phone(row[name])
        if row.get("keeps_secret"):
            row |= {name: "要求保密" for name in _SECRET if row.get(name)}
    if as_json:
        print(json.dumps(shown, ensure_ascii=False))
        return
    for row in shown:
        print("\t".join("" if value is None else str(value).replace("\n", " ") for value in row.values()))


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal; silence anywhere else."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from tqdm import tqdm

    with tqdm(desc=label, leave=False) as bar:

        def show(done: int, total: int, what: str) -> None:
            bar.total, bar.n = total, done
            bar.refresh()

        yield show
