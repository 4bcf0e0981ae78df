"""What the drawers of a report to voters ask: the report with its text, and the count of its ballot (F07)."""

from __future__ import annotations

from lianluozhan.models import deputies, voter_reports
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.session import Session
from lianluozhan.models.voter_reports import COUNTS, BallotScheme, ReportWay, VoterReport

from ...editors import LineEditor, NameEditor, NumberEditor, OptionRow, PickEditor, TextEditor
from ...field_column import FieldColumn
from ...text import button
from ..sections.section import Section

WAYS = [(way, way.label) for way in ReportWay]
SCHEMES = [(scheme, scheme.label) for scheme in BallotScheme]
HELD = ("teller", "counter", "chair")
FACTS = ("deputy_id", "year", "reported_on", "way", "place", "constituency", "scheme", "title", "body")
NUMBERS = (
    ("voters_expected", "应到选民"),
    ("voters_present", "实到选民"),
    ("ballots_given", "发票"),
    ("ballots_returned", "收票"),
    ("ballots_valid", "有效票"),
)


def put_report(fields: FieldColumn, section: Section, report: VoterReport) -> None:
    """Who reports, when and where, and his text, which the year's figures can begin."""
    people = _people(section.session, report.deputy_id)
    fields.put("述职代表", PickEditor("deputy_id", people, names=True), required=True)
    fields.put("年度", NumberEditor("year", minimum=1949, maximum=2199), required=True)
    fields.put("形式", OptionRow("way", WAYS), required=True)
    on = section.day("reported_on", report.reported_on)
    fields.put("述职日期", on, required=True, hint="口头述职可以先写定下的日期。")
    fields.put("地点", LineEditor("place", max_length=80))
    fields.put("选区", LineEditor("constituency", max_length=50))
    fields.put("测评选项", OptionRow("scheme", SCHEMES), required=True)
    fields.put("标题", LineEditor("title", max_length=80), hint="空着就写《关于某年度履行代表职务情况的报告》。")
    fields.put("述职报告", TextEditor("body", lines=10), hint="一行一段；“一、”开头的是小标题。")
    fill = button("填入今年的数据", icon="download")
    fill.clicked.connect(lambda: _seed(fields, section.session))
    fields.add(fill)
    fields.set_values({name: getattr(report, name) for name in FACTS})
    way = fields.editors()["way"]

    def turn() -> None:
        fields.show_field("scheme", way.value() is ReportWay.ORAL)

    way.changed.connect(turn)
    turn()


def _people(session: Session, deputy_id: int | None) -> list[tuple[int, str]]:
    """Those in office, and the one whose report it is."""
    people = deputies.choices(session)
    if deputy_id and deputy_id not in dict(people):
        people.append((deputy_id, session.get(Deputy, deputy_id).name))
    return people


def _seed(fields: FieldColumn, session: Session) -> None:
    """Put the year's figures of this deputy into the text, behind what stands there."""
    editors = fields.editors()
    deputy_id, year = editors["deputy_id"].value(), editors["year"].value()
    if not deputy_id or not year:
        fields.show_problems({} if deputy_id else {"deputy_id": "请先选述职的代表，再填入数据。"})
        return
    before = editors["body"].value().strip()
    text = voter_reports.seed(session, deputy_id, year)
    editors["body"].set_value(f"{before}\n{text}" if before else text)
    editors["body"].setFocus()  # type: ignore[attr-defined]


def put_count(fields: FieldColumn, report: VoterReport) -> None:
    """Who came, the ballots, each grade of the scheme, what was written on them, who counted."""
    for key, label in NUMBERS:
        fields.put(label, NumberEditor(key, maximum=100_000), required=key == "voters_present")
    for at, grade in enumerate(report.scheme.grades, 1):
        fields.put(f"{grade}票数", NumberEditor(f"votes_{at}", maximum=100_000))
    fields.put("弃权票", NumberEditor("abstained", maximum=100_000), hint="各等次加弃权，应当等于有效票。")
    fields.put("选民意见", TextEditor("opinions", lines=3), hint="测评票上写的意见和建议。")
    fields.put("监票人", NameEditor("teller", max_length=50))
    fields.put("计票人", NameEditor("counter", max_length=50))
    fields.put("主持人", NameEditor("chair", max_length=50))
    fields.set_values({name: getattr(report, name) for name in (*COUNTS, "opinions", *HELD)})
