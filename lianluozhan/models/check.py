"""Whether what is stored is sound: file, audit log, rules, attachments, search, keyring, copies; it mends nothing.

Every look has a full form and, for the start of the program, one that takes samples and no longer than a blink.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from .checking import file, kept, numbers, packages, pieces, rules
from .checking.finding import SEARCH, Finding, Look, Severity
from .database import storage_trouble
from .errors import StorageError
from .permissions import require
from .session import Session
from .veil import whole_sight

__all__ = ["SEARCH", "Finding", "Severity", "check"]

FULL: tuple[tuple[str, Look], ...] = (
    ("数据库", file.database),
    ("操作日志", file.audit_log),
    ("登记内容", rules.content),
    ("编号", numbers.numbers),
    ("档案", pieces.pieces),
    ("履职记录", rules.service),
    ("代表事项", rules.owners),
    ("附件", kept.files),
    (SEARCH, kept.search_index),
    ("钥匙文件", kept.keyring),
    ("本机副本", packages.local_copies),
)
QUICK: tuple[tuple[str, Look], ...] = (
    ("数据库", file.database_sampled),
    ("操作日志", file.audit_log_sampled),
    ("登记内容", rules.content_sampled),
    ("档案", pieces.pieces_sampled),
    ("履职记录", rules.service_sampled),
    ("附件", kept.files_sampled),
    (SEARCH, kept.search_index_sampled),
    ("钥匙文件", kept.keyring),
    ("本机副本", packages.local_copies_sampled),
)
UNLOCKED = (kept.files, packages.local_copies)  # they read files for long, and nobody waits for them with a save


def check(
    session: Session, *, quick: bool = False, progress: Callable[[int, int, str], None] | None = None
) -> list[Finding]:
    """All findings, empty if everything is sound; `quick` looks at samples, at every start of the program."""
    require(session.roles, "check.run")
    found: list[Finding] = []
    looks = QUICK if quick else FULL
    for number, (name, look) in enumerate(looks):
        if progress:
            progress(number, len(looks), name)
        try:
            with nullcontext() if look in UNLOCKED else session.lock, storage_trouble(), whole_sight():
                found += [Finding(name, sentence, severity) for severity, sentence in look(session)]
        except StorageError as trouble:  # too damaged to be looked at
            found.append(Finding(name, str(trouble), Severity.DAMAGE))
    if progress:
        progress(len(looks), len(looks), "")
    return found
