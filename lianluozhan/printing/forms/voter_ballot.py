"""F07B 述职测评票: one secret ballot on all who report at a meeting, as many on a sheet as have room (3.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lianluozhan.models.stations import Station
from lianluozhan.models.voter_reports import BallotScheme, VoterReportFile

from ..document import Document
from ..families.ballot import ballot, on_a_sheet

TITLE = "代表述职测评票"
HOW = "说明：本票不记名。请在每位代表的一个等次下画“√”；不画的算弃权，多画、涂改看不清的，这一行不计。"
_FOOT = 16.0  # mm, where the lines go on over the page


def voter_ballot(files: Sequence[VoterReportFile] | None, station: Station | None = None) -> Document:
    """Ballots enough to fill a sheet, to be cut apart; blank with four lines for names."""
    found = tuple(files or ())
    scheme = found[0].report.scheme if found else BallotScheme.COMPETENT
    names = [file.deputy.name for file in found]
    place = found[0].station.place if found else station.place if station else ""
    many = on_a_sheet(len(names) or 4)
    document = ballot(f"{place}人大{TITLE}", names, grades=scheme.grades, of="述职代表", count=many, note=HOW)
    return document if many > 1 else replace(document, paper=replace(document.paper, bottom=_FOOT))
