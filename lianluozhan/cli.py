"""The program without a window, for support and tests: a thin front on the same functions as the pages."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from lianluozhan import paths
from lianluozhan.models.errors import Cancelled, RuleError, StorageError

if TYPE_CHECKING:
    from lianluozhan.models.backup import BackupInfo

USER, PASSWORD, CODE = "LIANLUOZHAN_USER", "LIANLUOZHAN_PASSWORD", "LIANLUOZHAN_CODE"
DONE, REFUSED, USAGE = 0, 1, 2
EVERY = "all"  # in place of the number of a form
_ORDER_KEY = re.compile(r"key\d+")
# the table behind each area of `list`; most are called like it
_CALLED_ALIKE = (
    *("opinions", "staff", "deputies", "villages", "categories", "settings", "accounts", "backups"),
    *("prints", "supervisions", "applications", "promises", "suggestions", "calls", "receptions"),
    *("visits", "activities", "contacts", "handovers", "terms"),
)
AREAS = {name: name for name in _CALLED_ALIKE} | {
    "bodies": "handling_bodies",
    "imports": "import_batches",
    "boxes": "box_openings",
    "official": "official_documents",
    "plans": "reception_plans",
    "notices": "reception_notices",
    "groups": "deputy_groups",
    "service": "service_records",
    "reports": "voter_reports",
}
# those in which residents and deputies stand, and what a list of them is in the log: an export
_PRIVATE = ("opinions", "calls", "visits", "contacts", "boxes")
_LOGGED = dict.fromkeys(_PRIVATE, "opinion.export") | {"deputies": "deputy.export"}
_SECRET = ("submitter_name", "name", "address")  # of whoever wants secrecy


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese: headings, help and one sentence for a mistake."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Formatter, allow_abbrev=False)
        self._positionals.title, self._optionals.title = "内容", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        print(f"命令写法不对，请用“{self.prog} --help”看用法。", file=sys.stderr)
        raise SystemExit(USAGE)


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read; a mistake in it ends the program with status 2."""
    parser = _Parser(
        prog="lianluozhan",
        description="人大工作联络站。不写命令时打开窗口。",
        epilog=f"登录用环境变量 {USER} 和 {PASSWORD}；核验、还原备份也可用 {CODE}（恢复码）。",
    )
    parser.add_argument("--home", metavar="文件夹", type=Path, default=paths.home(), help="数据所在的文件夹")
    commands = parser.add_subparsers(
        dest="command", metavar="命令", title="命令", prog="lianluozhan", parser_class=_Parser
    )
    demo = commands.add_parser("demo", help="建立一个样例站，列出它的账号")
    demo.add_argument(
        "--opinions", metavar="件数", type=_count, default=120, help="社情民意件数，最多 100000，接待另算"
    )
    demo.add_argument("--seed", metavar="数", type=int, default=1, help="同一个数得到同样的内容")
    _add_import(commands)
    listing = commands.add_parser("list", help="列出一类记录")
    listing.add_argument("area", metavar="类别", choices=sorted(AREAS), help="、".join(sorted(AREAS)))
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    search = commands.add_parser("search", help="搜索社情民意")
    search.add_argument("words", metavar="词语")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    forms = commands.add_parser("forms", help="列出可以打印的表")
    forms.add_argument("--json", action="store_true", help="输出 JSON")
    _add_print(commands)
    _add_backups(commands)
    commands.add_parser("check", help="检查存下的全部内容")
    return parser.parse_args(arguments)


def _add_import(commands: Any) -> None:
    command = commands.add_parser("import", help="从表格导入")
    command.add_argument("area", metavar="类别", choices=["opinions"], help="opinions")
    command.add_argument("path", metavar="文件", type=Path, help="xlsx、xls 或 csv")
    command.add_argument("--dry-run", action="store_true", help="只预检，不保存")
    command.add_argument("--report", metavar="结果表.xlsx", type=Path, help="写出未导入的行和原因")


def _add_backups(commands: Any) -> None:
    backup = commands.add_parser("backup", help="备份到一个文件夹")
    backup.add_argument("folder", metavar="文件夹", type=Path)
    told = "set 整套、changes 增量；不写时每月第一次整套"
    backup.add_argument("--kind", metavar="种类", choices=["set", "changes"], help=told)
    verify = commands.add_parser("verify", help="核验一份备份")
    verify.add_argument("path", metavar="备份文件", type=Path)
    restore = commands.add_parser("restore", help="把备份还原到一个文件夹，旧数据保留")
    restore.add_argument("path", metavar="备份文件", type=Path)
    restore.add_argument("--into", metavar="文件夹", type=Path, required=True)


def _add_print(commands: Any) -> None:
    command = commands.add_parser("print", help="把表写成 Word 或 PDF")
    command.add_argument("form", metavar="表号", help="例如 F10；整卷写 F82；每种表都要写 all，--to 写文件夹")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", metavar="序号", type=int, help="一件")
    which.add_argument("--all", action="store_true", help="全部，作废的除外")
    which.add_argument("--blank", action="store_true", help="空表")
    command.add_argument("--reviewed-by", metavar="姓名", help="印对外公开版，写明保密审查人")
    command.add_argument("--to", metavar="文件", type=Path, required=True, help=".docx 或 .pdf")


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 100_000:
        raise ValueError
    return number


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
