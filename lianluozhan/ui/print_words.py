"""What the print room says about an order: the paper, earlier prints, who is hidden, what no font can draw."""

from __future__ import annotations

from collections import Counter

from lianluozhan import sheets
from lianluozhan.models.prints import PAPER, count_printed, prints_of
from lianluozhan.models.staff import Staff
from lianluozhan.printing.catalog import FORMS, LEDGERS
from lianluozhan.sheets.volumes import volume_of

from . import print_template
from .pages.opinion.words import short_day
from .print_order import REGISTRATION, Order, Purpose, Sheaf

MOST_NAMED = 8  # characters named one by one


def forms_for(order: Order) -> list[tuple[str, str]]:
    """The forms that can be chosen instead, those not ready marked as such."""
    if order.rows:
        return [(order.number, order.title)]
    if not order.record_ids:
        return [*((form.number, form.title) for form in FORMS.values()), *LEDGERS.items()]
    alike = [form for form in FORMS.values() if form.of == order.table]
    waiting = sheets.not_ready_forms(order.session, order.table, order.record_id) if order.record_id else {}
    found = [(form.number, form.title + ("（还不能打印）" if form.number in waiting else "")) for form in alike]
    whole = volume_of(order.table) if order.record_id is not None else None
    return [*found, (whole.number, whole.title)] if whole else found


def whole_words(order: Order) -> str:
    """What a form with everything filled in is called."""
    return Purpose.WHOLE.value[0] if order.number == REGISTRATION else "照登记填好"


def print_button(sheaf: Sheaf, copies: int) -> str:
    """What the filled button says: only what can be printed counts."""
    if sheaf.order.count == 1 or sheaf.order.is_volume:
        return f"打印 {copies} 份"
    return f"打印 {sheaf.order.count - len(sheaf.refused)} {sheaf.order.unit}，各 {copies} 份"


def hiding_note(order: Order) -> tuple[bool, str]:
    """Whether the submitter must be hidden, and what is to be said about it."""
    if order.is_blank or not order.is_outside:
        return False, ""
    if order.table == "deputies":
        return True, "贴在外面的表不印身份证号和住址；电话印不印，看“系统”里的参数。"
    if order.record_count > 1:
        return False, "要求保密的，交给站外的这张表一律隐去。"
    if order.record_id and sheets.keeps_secret(order.session, order.number, order.record_id):
        return True, "反映人要求保密，这张表要交给站外，必须隐去。"
    return False, ""


def facts(sheaf: Sheaf) -> list[str]:
    """How many pages of which paper, and when this was printed before."""
    order = sheaf.order
    if not sheaf.sizes:
        return []
    width, height = sheaf.sizes[0]
    paper = f"A4 {'横' if width > height else '竖'}排"
    pages = f"共 {len(sheaf.sizes)} 页" if sheaf.is_complete else f"共 {order.count} {order.unit}，还在往下排"
    lines = ["整页", f"{pages}，{paper}" if sheaf.is_complete else pages]
    turned = "短" if width > height else "长"
    sides = f"，双面沿{turned}边翻页" if order.mirrored else ""
    edge, free = sheaf.binding
    return [*lines, f"{edge}边留 {free:g} 毫米装订{sides}", *_earlier(order)]


def _earlier(order: Order) -> list[str]:
    if order.is_blank or order.is_ledger:
        return []
    if order.record_id is None:
        count = count_printed(order.session, order.number, order.table, order.record_ids)
        return [f"其中 {count} {order.unit}以前打印过" if count else "以前都没有打印过"]
    found = prints_of(order.session, order.number, order.table, order.record_id)
    printed = [entry for entry in found if entry.way == PAPER]
    if not printed:
        return [f"存过 {len(found)} 次文件，还没有打印过" if found else "还没有打印过"]
    last = printed[0]
    by = order.session.find(Staff, last.printed_by)
    day = short_day(last.printed_at.date(), order.session.today) if last.printed_at else ""
    before = "打印过 1 次" if len(printed) == 1 else f"打印，共打印过 {len(printed)} 次"
    voided = sum(entry.voided_on is not None for entry in printed)
    return [f"{day}{by.name if by else ''}{before}" + (f"，其中作废 {voided} 次" if voided else "")]


def warning(sheaf: Sheaf) -> str:
    """What will be missing on the paper."""
    order = sheaf.order
    parts = [words] if (words := print_template.note(order)) else []
    if order.review is not None and not order.review.is_whole and sheaf.sizes:
        parts.append("公开版要先作保密审查，请在上面勾选、填好。")
    if order.volume is not None and (lacking := order.volume.missing(order.session, order.record_ids[0])):
        parts.append(f"这一卷还缺：{'；'.join(lacking)}。")
    if absent := sorted(sheaf.absent):
        named = "".join(absent[:MOST_NAMED])
        more = f"等 {len(absent)} 个字" if len(absent) > MOST_NAMED else ""
        parts.append(f"“{named}”{more}字库里没有，印出来是〓，请在纸上补写。")
    if sheaf.sizes and sheaf.refused:
        (reason, count), *others = Counter(sheaf.refused.values()).most_common()
        parts.append(
            f"有 {count} {sheaf.order.unit}没有排进来：{reason}" + (f"还有 {len(others)} 种情形。" if others else "")
        )
    return "\n".join(parts)
