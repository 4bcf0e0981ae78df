"""What is said of a backup: of a package, of how a job ended, and what to do next."""

from __future__ import annotations

from datetime import datetime

from lianluozhan.models import settings
from lianluozhan.models.backup import BackupInfo, BackupResult
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.session import Session

from .places import Place

NOTHING_LOST = "这一次不算数，电脑里的数据和以前的备份都没有动过，什么也没丢。"
PULL_OUT = "请拔下 U 盘，等几秒再插上，程序会自己再验一遍。"
VERIFY_AGAIN = "请拔下 U 盘重新插上，再验一次。"
NOT_OUT = "U 盘还没有拔下过，这一遍不算重插再验。请拔下 U 盘，等几秒再插上。"


def moment_words(at: datetime) -> str:
    """2026年9月16日 16:20."""
    return f"{at.year}年{spoken(at.date())} {at:%H:%M}"


def info_words(info: BackupInfo) -> str:
    """What a package says of itself, in a sentence."""
    made = f"{info.station_name}，{moment_words(info.made_at)} 由{info.made_by}备份"
    lost = f"，另有 {info.missing} 个附件当时就缺文件" if info.missing else ""
    return f"{made}，{info.kind.label}，社情民意 {info.opinions} 件，附件 {info.attachments} 个{lost}。"


def made_words(result: BackupResult, stick: str) -> tuple[str, str]:
    """What exactly was proven, and what is still to be done; the tone of the banner."""
    info, entry = result.info, result.entry
    where = f"从“{stick}”" if stick else "从盘上"
    proven = f"备份已验证：{entry.kind.label}{where}重新读出，逐个核对一致"
    counted = f"能打开，各表行数与电脑里的一致（社情民意 {info.opinions} 件，附件 {info.attachments} 个）"
    head = f"日志接得上第 {info.audit_head.split()[0]} 行"
    form = f"用它做出了一张 {entry.rendered}" if entry.rendered else "没能用它做出一张表，请在“检查”里看一看"
    lost = f"有 {info.missing} 个附件的文件找不到，没有备份到。" if info.missing else ""
    next_step = PULL_OUT if stick else VERIFY_AGAIN
    tone = "soon" if lost or not entry.rendered else "good"
    return f"{proven}；{counted}；{head}；{form}。{lost}{next_step}", tone


def again_words(info: BackupInfo, stick: str) -> str:
    """The second tick is given."""
    where = f"“{stick}”" if stick else "U 盘"
    made = f"{spoken(info.made_at.date())} {info.made_at:%H:%M}"
    return f"重插再验通过：{where}上 {made} 的备份完好，真的写进去了，可以放心收好。"


def foot_words(session: Session, place: Place | None, running: bool) -> str:
    """What the button does, or why it does nothing yet."""
    if running:
        return "可以到别的页面继续工作，这里不会停。"
    if place is None:
        return "先选备份到哪里。"
    if not place.is_removable:
        return "这个文件夹在电脑的硬盘上，电脑坏了备份也会丢。请另备一份到 U 盘。"
    if place.stick is None:
        return "这个 U 盘没有登记，也能备份；登记以后插上就会问要不要备份。"
    return f"建议留最近 {settings.number(session, 'backup.keep')} 份；旧的等新的核验以后再清理。"
