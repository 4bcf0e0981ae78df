"""F24 人大代表建议、批评和意见 on its special paper (专用纸), as deputies hand it in (3.2.2)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.deputies import Level
from lianluozhan.models.raising import Signer, SuggestionFile
from lianluozhan.models.stations import Station
from lianluozhan.models.suggestions import Openness, Origin, Repeated, Suggestion

from ..document import Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, WIDE, chinese_date, choice_ticks, head, label, notes, ticks

TITLE = "人大代表建议、批评和意见"
_SIGNERS = 3  # lines for those who sign with the first; more where there are more
_ENCLOSED = 3


def suggestion_paper(found: SuggestionFile | None, station: Station | None = None) -> Document:
    """One suggestion on its paper, or the blank paper."""
    made = found.suggestion if found else None
    number = f"建议号：{made.number if made else ''}"
    raised = f"提出时间：{chinese_date(made.raised_on if made else None, OPEN_DATE)}"
    return Document(
        title=TITLE,
        blocks=[
            *head(found.station if found else station, TITLE, number, raised),
            Grid([*_where(made), *_people(found), *_words(found), *_circumstances(found)]),
            *_notes(found),
        ],
        running=f"{TITLE}（续页）",
        running_right=number,
    )


def _where(made: Suggestion | None) -> list[Row]:
    when = ticks(("会议期间", "闭会期间"), [] if made is None else ["会议期间" if made.in_session else "闭会期间"])
    levels = Cell(choice_ticks(Level, made.level if made else None), 12, "tick")
    return [
        _row(label("层级"), levels, *_pair("届次", made.term_words if made else "", 6)),
        _row(label("会议"), Cell(made.session_words if made else "", 9), *_pair("时间", when, 9)),
        _row(label("标题"), Cell(made.title if made else "", 21)),
    ]


def _pair(name: str, text: str, span: int) -> tuple[Cell, Cell]:
    return label(name), Cell(text, span, "tick" if "□" in text else "value")


def _people(found: SuggestionFile | None) -> list[Row]:
    signers: Sequence[Signer] = found.signers if found else ()
    first = signers[0] if signers else None
    rows = [
        _row(
            label("代表姓名"),
            Cell(first.deputy.name if first else "", 5),
            *_pair("代表证号", first.deputy.certificate if first else "", 4),
            *_pair("联系电话", first.deputy.phone if first else "", 6),
        ),
        _row(
            label("单位职务"),
            Cell(first.deputy.organisation_post if first else "", 9),
            *_pair("选区", first.mandate.constituency if first and first.mandate else "", 9),
        ),
        _row(
            label("通讯地址"),
            Cell(first.deputy.address if first else "", 13),
            *_pair("邮编", first.deputy.postcode if first else "", 5),
        ),
        Row([label("附议代表", 5), label("代表证号", 5), label("单位职务、联系电话", 10), label("签名", 4)], 7),
    ]
    others = [_signer(signer) for signer in signers[1:]]
    return [*rows, *others, *[_signer(None)] * max(_SIGNERS - len(others), 0)]


def _signer(signer: Signer | None) -> Row:
    about = "　".join(part for part in (signer.deputy.organisation_post, signer.deputy.phone) if part) if signer else ""
    name, number = (signer.deputy.name, signer.deputy.certificate) if signer else ("", "")
    return Row([Cell(name, 5), Cell(number, 5), Cell(about, 10), Cell("", 4)], 8, 7)


def _words(found: SuggestionFile | None) -> list[Row]:
    made = found.suggestion if found else None
    enclosed = [f"{n}. {name}" for n, name in enumerate((found.attachments if found else ())[:_ENCLOSED], 1)]
    line = f"领衔代表签名：{WIDE * 8}{OPEN_DATE}"
    return [
        Row([label("内容"), Cell(made.content if made else "", 21, "text", foot=(line,))], 62, 42, grow=True, fill=6),
        _row(label("附件"), Cell("；".join(enclosed), 13), *_pair("审查分类", made.review_category if made else "", 5)),
    ]


def _circumstances(found: SuggestionFile | None) -> list[Row]:
    made = found.suggestion if found else None
    chosen = [origin.label for origin in made.origins] if made else []
    wishes = (
        ("希望加强沟通", made and made.wants_contact),
        ("仅供参考，不需书面答复", made and made.is_reference),
        ("可以联名", made and made.may_be_joined),
    )
    lines = (
        f"公开意见：{choice_ticks(Openness, made.openness if made else None)}",
        f"形成方式：{ticks([each.label for each in Origin], chosen)}",
        f"多年多次提出：{choice_ticks(Repeated, made.repeated if made else None)}",
        f"其他：{ticks([name for name, _ in wishes], [name for name, on in wishes if on])}",
    )
    body = found.body.name if found and found.body else ""
    due = chinese_date(made.due_on) if made else ""
    return [
        Row([label("相关情况"), Cell("\n".join(lines), 21, "tick")], 26, 22),
        _row(label("建议承办\n单位"), Cell(body, 9), *_pair("联系人", made.contact if made else "", 9)),
        _row(label("交办日期"), Cell(chinese_date(made.dispatched_on) if made else "", 9), *_pair("答复期限", due, 9)),
    ]


def _notes(found: SuggestionFile | None) -> list[Para]:
    source = f"{WIDE * 3}3. 本建议转自{found.opinion_number}。" if found and found.opinion_number else ""
    return notes(
        "说明：1. 一事一案，写明情况、理由和具体办法；联名提出的，领衔代表应使参加联名的代表了解内容。",
        f"{WIDE * 3}2. 承办单位自交办之日起三个月内答复；涉及面广、处理难度大的，六个月内答复。",
        *([source] if source else []),
    )


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 7.5)
