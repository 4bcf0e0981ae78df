"""How each person likes his lists, kept in a small file of this computer; never a person's data."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from lianluozhan.models.durable import atomic_write
from lianluozhan.models.errors import StorageError
from lianluozhan.models.session import Session


class ListHabits:
    """Columns and the like by name, in `lists.json` beside the data folder; a file that cannot be read is as none."""

    def __init__(self, session: Session) -> None:
        self._path, self._who = Path(session.folder).parent / "lists.json", str(session.staff.id)

    def get(self, name: str) -> Any:
        return self._all().get(self._who, {}).get(name)

    def keep(self, name: str, value: Any) -> None:
        known = self._all()
        known.setdefault(self._who, {})[name] = value
        with contextlib.suppress(StorageError):  # a comfort; what is on screen stays as it was chosen
            atomic_write(self._path, json.dumps(known, ensure_ascii=False).encode())

    def _all(self) -> dict[str, Any]:
        try:
            known = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) and all(isinstance(each, dict) for each in known.values()) else {}
