"""A form that the station prints from its own Word template: written as Word only, a file for each record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lianluozhan.models.errors import RuleError
from lianluozhan.sheets import templates

from .print_order import Order, Purpose

LONGEST_NAME = 40
NOT_IN_NAMES = '\\/:*?"<>|\n\t'


def note(order: Order) -> str:
    """That this form is printed from Word, and how; empty when it is printed as it came."""
    if order.template is None:
        return ""
    return (
        f"这张表用本站的 Word 模板“{order.template.name}”打印：请存为 Word，再在 Word 里打印。"
        "右边看到的是自带的版式，内容一样。"
    )


def write(order: Order, path: Path, tick: Callable[[int], object], taken: list[int]) -> Path:
    """Fill the template for every record; several go into a folder of that name. Returns what was written."""
    if order.is_blank or len(order.record_ids) == 1:
        record_id = None if order.is_blank else order.record_ids[0]
        tick(0)
        _fill(order, record_id, path)
        taken += [] if record_id is None else [record_id]
        return path
    folder, refusal = path.with_suffix(""), ""
    folder.mkdir(exist_ok=True)
    for n, record_id in enumerate(order.record_ids):
        tick(n)
        try:
            _fill(order, record_id, folder / f"{n + 1:03d} {_file_name(order.name_of(n))}{path.suffix}")
        except RuleError as not_ready:
            refusal = str(not_ready)
            continue
        taken.append(record_id)
    if refusal and not taken:
        raise RuleError(refusal)
    return folder


def _fill(order: Order, record_id: int | None, path: Path) -> None:
    outcome = order.purpose is not Purpose.OPEN
    templates.fill(order.session, order.number, record_id, path, hidden=order.hidden, outcome=outcome)


def _file_name(name: str) -> str:
    return "".join("" if char in NOT_IN_NAMES else char for char in name)[:LONGEST_NAME].strip()
