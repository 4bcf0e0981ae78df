"""The command line of the program without a window, read: which commands there are and what they are given."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from lianluozhan import paths

USER, PASSWORD, CODE = "LIANLUOZHAN_USER", "LIANLUOZHAN_PASSWORD", "LIANLUOZHAN_CODE"
USAGE = 2
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
    "pieces": "archive_items",
    "archive-boxes": "archive_boxes",
    "volumes": "archive_volumes",
    "loans": "archive_loans",
    "appraisals": "archive_appraisals",
    "transfers": "archive_transfers",
}


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
    _add_archive(commands)
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


def _add_archive(commands: Any) -> None:
    package = commands.add_parser("archive-package", help="做一年的电子档案包")
    package.add_argument("year", metavar="年度", type=int)
    package.add_argument("folder", metavar="文件夹", type=Path, help="放在这个文件夹里面，例如 U 盘")
    package.add_argument("--name", metavar="名称", default="", help="另起文件夹名，不写用“全宗名称年度电子档案”")
    verify = commands.add_parser("archive-verify", help="核验一份电子档案包")
    verify.add_argument("folder", metavar="文件夹", type=Path)


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 100_000:
        raise ValueError
    return number
