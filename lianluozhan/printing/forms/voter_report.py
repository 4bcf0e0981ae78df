"""F07 述职报告: what a deputy reports to his voters, set like an official document (代表法 58; 3.1.4)."""

from __future__ import annotations

from lianluozhan.models.stations import Station
from lianluozhan.models.voter_reports import VoterReportFile

from ..document import OFFICIAL, Block, Closing, Document, Para
from .document_body import balanced, paragraphs
from .marks import OPEN_DATE, WIDE, chinese_date

TITLE = "关于{year}年度履行代表职务情况的报告"
_BLANK_YEAR = WIDE * 2
_BLANK_LINES = 12
_OPENING = "各位选民："


def voter_report(file: VoterReportFile | None, station: Station | None = None) -> Document:
    """The report of one deputy; blank it has its head and room to write."""
    if file is None:
        return _set(
            TITLE.format(year=_BLANK_YEAR),
            f"（{WIDE * 12}选区{WIDE * 2}代表{WIDE * 6}）",
            [Para(_OPENING, "body0"), *[Para(WIDE, "body")] * _BLANK_LINES],
            Closing(f"述职代表：{WIDE * 5}", OPEN_DATE, sealed=False),
        )
    report = file.report
    return _set(
        balanced(report.title or TITLE.format(year=report.year)),
        "　".join(part for part in (file.office, report.constituency, file.deputy.name) if part),
        _body(report.body),
        Closing(f"述职代表：{file.deputy.name}", chinese_date(report.reported_on, OPEN_DATE), sealed=False),
    )


def _set(title: str, under: str, body: list[Para], closing: Closing) -> Document:
    blocks: list[Block] = [
        Para(title, "doc_title", before=8),
        Para(under, "doc_number", after=6),
        *body,
        closing,
    ]
    return Document(title="".join(title.split()), blocks=blocks, paper=OFFICIAL)


def _body(text: str) -> list[Para]:
    """The greeting stands flush left as an addressee does; without a text there is room for one."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return [Para(_OPENING, "body0"), *[Para(WIDE, "body")] * _BLANK_LINES]
    if lines[0].endswith(("：", ":")):
        return [Para(lines[0], "body0"), *paragraphs(lines[1:])]
    return paragraphs(lines)
