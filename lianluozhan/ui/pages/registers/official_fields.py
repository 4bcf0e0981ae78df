"""What is typed of an official document, in the order of the paper."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import official, stations
from lianluozhan.models.official import URGENCIES, Genre, Layout, OfficialDocument
from lianluozhan.models.session import Session

from ...editors import LineEditor, OptionRow, TextEditor, TickEditor
from ...field_column import FieldColumn
from ..sections.section import one_of

NAMES = official.WRITTEN
LAYOUTS = [(layout, layout.label) for layout in Layout]
BODY_HINT = "一段一行。“一、”“（一）”开头的行按标题排。附件的内容接在后面写：单独一行写“附件1”，下一行写它的标题。"
TITLE_HINT = "太长的自动分行；想在哪里换行，就在那里空一格。"
ADDRESSEE_HINT = "几个机关之间用顿号隔开，不用写冒号。报告、请示只写一个上级机关；公告、纪要一般不写。"


def put_fields(fields: FieldColumn, session: Session, document: OfficialDocument) -> None:
    """All fields, filled with what the document says."""
    is_report = document.genre in official.REPORTS
    genres = [(genre, genre.label) for genre in Genre if (genre in official.REPORTS) is is_report]
    fields.put("文种", one_of("genre", genres), required=True)
    fields.put("版式", OptionRow("layout", LAYOUTS), required=True, hint="函用信函格式，其他用通用格式。")
    fields.put("标题", LineEditor("title", max_length=100), required=True, hint=TITLE_HINT)
    fields.put("主送机关", LineEditor("addressee", max_length=200), hint=ADDRESSEE_HINT)
    fields.put("正文", TextEditor("body", lines=10, max_length=50_000), hint=BODY_HINT)
    fields.put("附件", TextEditor("annexes", lines=2, max_length=2000), hint="一行写一个附件的名称。")
    organ = LineEditor("organ", max_length=60)
    organ.setPlaceholderText(stations.station(session).congress)
    fields.put("发文机关", organ, hint="空着就用所属人大的名称。")
    fields.put("附注", LineEditor("remark", max_length=100), hint="例如 联系人和电话，印在落款下面的括号里。")
    fields.put("抄送", LineEditor("copy_to", max_length=300))
    fields.put("印发机关", LineEditor("issuer", max_length=60), hint="印在最后一页的版记里，不印版记就空着。")
    urgency = one_of("urgency", [(words, words) for words in URGENCIES], empty="不标")
    fields.put("紧急程度", urgency)
    fields.put("用印", TickEditor("is_sealed", "盖章，落款处留出位置"))
    fields.put("红头", TickEditor("has_red_head", "印红头；用印好红头的纸时去掉（套打）"))
    fields.set_values({name: getattr(document, name) for name in NAMES if name != "signer"})


def turn_with_genre(fields: FieldColumn) -> None:
    """The layout that a kind of document usually has; what this kind cannot have is not asked for."""
    editors: dict[str, Any] = dict(fields.editors())
    genre, layout = editors["genre"], editors["layout"]

    def arrange() -> None:
        upward = genre.value() in official.UPWARD
        fields.show_field("layout", not upward)
        fields.show_field("is_sealed", genre.value() is not Genre.MINUTES)

    def turn() -> None:
        layout.set_value(official.layout_for(genre.value()))
        arrange()

    genre.changed.connect(turn)
    arrange()


def values_of(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed as the fields of the record have it; a hidden field has the value that goes with the kind."""
    found = dict(values)
    found["urgency"] = found.get("urgency") or ""
    found.setdefault("layout", official.layout_for(found["genre"]))
    found.setdefault("is_sealed", False)
    return found
