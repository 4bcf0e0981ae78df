"""Making and verifying an electronic package in the background, with a bar and a way to stop (4.6.2)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianluozhan.models.archive.package_check import Verified
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.session import Session

from ...background import Progress
from ...question import tell
from .working import run

if TYPE_CHECKING:
    from ..sections.section_page import SectionPage

NAMED = 8  # of what is wrong with a package
TITLE = "电子档案包"
STOPPED = "已经停下，没有留下做了一半的电子档案包。"


def make(page: SectionPage, session: Session, year: int, folder: Path, name: str, place: str) -> Package | None:
    """Make the package of a year; None where it was stopped or could not be made, which is said."""

    def work(progress: Progress, cancelled: Any) -> Package:
        from lianluozhan.sheets import archive_package  # the sheets load what the first picture does not need

        return archive_package.make(session, year, folder, progress, cancelled, name=name, place=place).package

    about = "读回核对一致才算做好；中途停下，什么也不留下。"
    made: Package | None = run(page, work, TITLE, f"正在做{year}年度的电子档案包，请不要拔 U 盘", about)
    if made is None:
        page.desk.say(STOPPED)
    else:
        page.desk.say(f"电子档案包已做好，已读回核验：{made.items} 件。")
    return made


def verify(page: SectionPage, session: Session, folder: Path) -> Package | None:
    """Read a package whole and say how it is; its line of the register, if it has one."""

    def work(progress: Progress, cancelled: Any) -> tuple[Verified, Package | None]:
        from lianluozhan.sheets import archive_package

        return archive_package.verify(session, folder, progress, cancelled)

    result: tuple[Verified, Package | None] | None
    result = run(page, work, TITLE, "正在核验电子档案包", "每个文件都读一遍，和清单上的 SHA-256、SM3 对照。")
    if result is None:
        return None
    found, entry = result
    if found.is_whole:
        known = "清单和登记的一致" if entry else "本站没有登记过这一份，清单和文件是一致的"
        page.desk.say(f"电子档案包完好：{found.files} 个文件，{known}。")
    else:
        tell(page, problem_words(found), "电子档案包没有通过核验")
    return entry


def problem_words(found: Verified) -> str:
    """What is wrong, the first of many by name, and what to do."""
    named = "\n".join(found.problems[:NAMED])
    more = f"\n还有 {len(found.problems) - NAMED} 处。" if len(found.problems) > NAMED else ""
    return f"{named}{more}\n请用另一份电子档案包，或重新做一份。"
