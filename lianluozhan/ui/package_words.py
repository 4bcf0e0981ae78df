"""A backup or an automatic copy in words: what kind it is, of when, how much is in it."""

from __future__ import annotations

from datetime import datetime

from lianluozhan.models.backup import BackupInfo, PackageKind, copies
from lianluozhan.models.deadlines import spoken


def kind_words(info: BackupInfo) -> str:
    """整套备份, 增量备份, 本机副本（导入之前）."""
    if info.kind is PackageKind.COPY:
        why = copies.why_words(info)
        return f"{info.kind.label}（{why}）" if why else info.kind.label
    return f"{info.kind.label}备份"


def moment(at: datetime) -> str:
    """2026年9月16日 16:20."""
    return f"{at.year}年{spoken(at.date())} {at:%H:%M}"


def line_words(info: BackupInfo) -> str:
    """One package in a list."""
    return f"{moment(info.made_at)}　{kind_words(info)}　社情民意 {info.opinions} 件，附件 {info.attachments} 个"


def held_words(info: BackupInfo) -> str:
    """What a package holds, and where the rest of it lies."""
    counts = f"社情民意 {info.opinions} 件，附件 {info.attachments} 个"
    if info.kind is PackageKind.COPY:
        return f"{counts}；附件不在副本里，用这台电脑上存着的"
    if info.kind is PackageKind.CHANGES:
        return f"{counts}；要和整套备份“{info.base_name}”放在一起"
    return counts
