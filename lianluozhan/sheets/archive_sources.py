"""What the forms of the archive are printed of: 件, classes, boxes, volumes, the scheme (4.6)."""

from __future__ import annotations

from lianluozhan.models.archive import lending_lists
from lianluozhan.models.archive import paper_files as files
from lianluozhan.models.archive.lending import Loan

from .archive_sheets import read_item
from .source import Source


def _not_stamped(found: files.ItemSheet) -> str:
    item = found.item
    if item.sequence is None:
        return f"“{item.title[:24]}”还没有编件号，盖不了归档章。请先在“待归档”里编号。"
    if not item.is_here:
        return f"{item.archival_number} 已经撤件、销毁或移交，不用再盖归档章。"
    return ""


def _not_paged(found: files.ItemSheet) -> str:
    if not found.item.pages:
        return f"“{found.item.title[:24]}”还没有数页数，印不出页码。请先填页数。"
    return ""


def _no_number(found: files.VolumeFile) -> str:
    return "" if found.volume.number else "这一卷还没有编案卷号，印不出脊背。请先编号。"


def _nothing_numbered(found: files.ClassFile) -> str:
    return "" if found.groups else "这个年度和保管期限还没有编好件号的件，印不出目录。请先编号。"


ARCHIVE: dict[str, Source] = {
    "archive_classes": Source(
        read=files.class_file,
        name=files.class_name,
        refusals={"F80": _nothing_numbered},
        unit="册",
        every=files.every_class,
    ),
    "archive_items": Source(
        read=read_item,
        name=files.item_name,
        refusals={"F81S": _not_stamped, "F81P": _not_paged, "F81Q": _not_paged},
        every=files.every_item,
    ),
    "archive_boxes": Source(read=files.box_file, name=files.box_name, unit="盒"),
    "archive_volumes": Source(read=files.volume_file, name=files.volume_name, refusals={"F82S": _no_number}, unit="卷"),
    "archive_schemes": Source(
        read=files.scheme_file, name=lambda session, scheme_id: "", unit="页", every=lambda session: [1]
    ),
    "archive_loans": Source(
        read=lending_lists.loan_file,
        name=lambda session, loan_id: session.get(Loan, loan_id).number,
        masked=lending_lists.masked_loan,
        keeps_secret=lambda found: found.item.keeps_secret,
        unit="条",
    ),
}
