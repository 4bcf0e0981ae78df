"""What is printed whole, as one volume with cover, list and page numbers: by its number in the print log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lianluozhan.models.prints import VOLUME
from lianluozhan.models.session import Session

from . import archive_parts, deputy_file, reception_volume, volume

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document


@dataclass(frozen=True)
class Volume:
    """One kind of volume: what it is made of, its documents, and what it still lacks, in words.

    `make` takes the session, the id of the record, and `hidden`, `coded` and `finish` as `volume.volume` does; its
    first document is the front. `words` name it in a heading, `title` where it is chosen among forms.
    """

    number: str
    table: str
    words: str
    title: str
    make: Callable[..., list[Document]]
    missing: Callable[[Session, int], list[str]]


VOLUMES = {
    each.number: each
    for each in (
        Volume(VOLUME, "opinions", "整卷", volume.TITLE, volume.volume, volume.missing),
        Volume(
            deputy_file.NUMBER,
            "deputy_files",
            deputy_file.WORDS,
            deputy_file.TITLE,
            deputy_file.volume,
            deputy_file.missing,
        ),
        Volume(
            reception_volume.NUMBER,
            "receptions",
            "接待整卷",
            reception_volume.TITLE,
            reception_volume.volume,
            reception_volume.missing,
        ),
        Volume(
            archive_parts.NUMBER,
            "archive_items",
            archive_parts.WORDS,
            archive_parts.TITLE,
            archive_parts.volume,
            archive_parts.missing_of,
        ),
    )
}


def volume_of(table: str) -> Volume | None:
    """The volume that is made of records of this kind, if there is one."""
    return next((each for each in VOLUMES.values() if each.table == table), None)
