"""What the forms at the end of the archive's life are printed of: appraisals and hand-overs (4.6.3, F85)."""

from __future__ import annotations

from lianluozhan.models.archive import destroying, transferring
from lianluozhan.models.archive.appraising import Appraisal
from lianluozhan.models.archive.transferring import Transfer

from .source import Source

ARCHIVE_END: dict[str, Source] = {
    "archive_appraisals": Source(
        read=destroying.appraisal_file,
        name=lambda session, appraisal_id: session.get(Appraisal, appraisal_id).number,
        refusals={"F85": destroying.refusal},
        unit="次",
    ),
    "archive_transfers": Source(
        read=transferring.transfer_file,
        name=lambda session, transfer_id: session.get(Transfer, transfer_id).number,
        refusals={"F85T": transferring.refusal, "F85L": transferring.refusal},
        unit="份",
    ),
}
