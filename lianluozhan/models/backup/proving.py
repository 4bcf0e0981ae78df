"""The proof of a database taken out of a package: sound, complete, and its audit log whole up to the same head."""

from __future__ import annotations

import logging
from pathlib import Path

from .. import audit
from ..database import damage, open_database
from ..errors import StorageError
from ..keyring import Keys
from ..upgrades import refuse_unfit, table_counts
from .package import Manifest

logger = logging.getLogger(__name__)


def prove(path: Path, keys: Keys, manifest: Manifest) -> None:
    """Open the database and compare it with the manifest; StorageError at the first difference."""
    db = open_database(path, keys.database, exclusive=False)
    try:
        refuse_unfit(db)
        if found := damage(db):
            logger.info("package: %s", found[0])
            raise StorageError("备份里的数据库没有通过检查，不能使用。请换一份备份。")
        head = audit.head(db)
        if table_counts(db) != manifest.counts or (head.id, head.mac.hex()) != manifest.audit_head:
            raise StorageError("备份里的数据库与清单不一致，不能使用。请换一份备份。")
        if broken := audit.first_broken(db, keys.audit):
            raise StorageError(f"备份里的操作日志从第 {broken} 行起被改动过，不能使用。请换一份备份。")
    finally:
        db.close()
