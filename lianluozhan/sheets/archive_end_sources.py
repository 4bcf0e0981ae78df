"""What the forms at the end of the archive's life are printed of: appraisals, hand-overs, inspections (4.6.3)."""

from __future__ import annotations

from lianluozhan.models.archive import destroying, inspecting, transferring
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
    "inspections": Source(
        read=inspecting.inspection_file,
        name=lambda session, year: f"{year}年",
        unit="份",
        every=lambda session: [session.today.year],
    ),
}
