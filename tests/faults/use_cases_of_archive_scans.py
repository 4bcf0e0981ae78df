"""The use cases of scans: a file taken in, a page hung by hand, turned, dropped and taken back."""

from __future__ import annotations

from lianluozhan.models.archive import scan_hanging, scanning
from lianluozhan.models.archive.scan_files import ScanFile, ScanPage
from lianluozhan.models.archive.scan_hanging import Turned
from lianluozhan.models.archive.scan_targets import Target
from lianluozhan.models.archive.scans import Scan
from lianluozhan.models.opinions.record import Status
from lianluozhan.models.paper_codes import code_of
from tests.faults.desk import Desk
from tests.faults.use_case import UseCase, case, first

_H, _S = "models/archive/scan_hanging.py", "models/archive/scanning.py"
_PAGE = b"%PDF-1.4 one page" * 300


def read_file(desk: Desk) -> ScanFile:
    """Two pages as they come from the reader: a sheet with its code, a letter without one."""
    code = code_of("F10", first(desk.officer, Status.CLOSED))
    pages = (ScanPage(1, (code,), 0, content=_PAGE, suffix=".pdf"), ScanPage(2, content=_PAGE, suffix=".pdf"))
    return ScanFile("扫描0001.pdf", "ab" * 32, pages)


def taken(desk: Desk) -> int:
    """A page that waits."""
    scanning.keep_file(desk.officer, read_file(desk))
    return desk.officer.select(Scan, "state = 'waiting'")[-1].id


def target(desk: Desk) -> Target:
    return Target("opinions", first(desk.officer, Status.CLOSED), "F10")


def hung(desk: Desk) -> int:
    return scan_hanging.hang(desk.officer, taken(desk), target(desk)).id


def turned(desk: Desk, scan_id: int) -> Turned:
    return Turned(desk.officer.get(Scan, scan_id).attachment_id or 0, 90, _PAGE, ".pdf")


SCANS: tuple[UseCase, ...] = (
    case(f"{_S} keep_file", lambda desk, _: scanning.keep_file(desk.officer, read_file(desk))),
    case(f"{_H} hang", lambda desk, scan_id: scan_hanging.hang(desk.officer, scan_id, target(desk)), taken),
    case(f"{_H} take_back", lambda desk, scan_id: scan_hanging.take_back(desk.officer, scan_id), hung),
    case(f"{_H} dismiss", lambda desk, scan_id: scan_hanging.dismiss(desk.officer, [scan_id], "空白"), taken),
    case(
        f"{_H} keep_turned",
        lambda desk, scan_id: scan_hanging.keep_turned(desk.officer, scan_id, turned(desk, scan_id)),
        taken,
    ),
)
