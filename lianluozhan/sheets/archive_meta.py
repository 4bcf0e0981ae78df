"""meta.xml of a 件 in an electronic package: the elements of DA/T 46-2009 by their names, in its order.

密级 stays empty: nothing classified is kept in this program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from lianluozhan.models.archive.package_writing import Entry
from lianluozhan.models.archive.record import Item, ItemKind, Part
from lianluozhan.models.official import OfficialDocument
from lianluozhan.models.opinions.handling import OpinionStep, Source
from lianluozhan.models.permissions import ACTION_LABELS
from lianluozhan.models.session import Session
from lianluozhan.printing.forms.archive_words import titled

if TYPE_CHECKING:
    from .archive_plan import Plan, Planned

STANDARD = "DA/T 46-2009"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMATS = {".pdf": "PDF", ".docx": "Word（OOXML）", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}


@dataclass(frozen=True)
class Deed:
    """业务行为: what was done with it, when, by whom, in which words."""

    what: str
    when: str
    who: str
    words: str = ""
    ground: str = ""


def meta(session: Session, plan: Plan, planned: Planned, parts: Sequence[Part], entries: Iterable[Entry]) -> bytes:
    """The XML of one 件; `parts` with their pages as bound, `entries` the other files of its folder."""
    item = planned.item
    root = Element("电子文件", {"标准": STANDARD})
    _put(root, "聚合层次", "件")
    source = SubElement(root, "来源")
    for name, text in (
        ("档案馆名称", ""),
        ("档案馆代码", ""),
        ("全宗名称", plan.fonds_name),
        ("立档单位名称", plan.station.name),
    ):
        _put(source, name, text)
    _put(root, "电子文件号", planned.folder)
    _put_number(root, plan, planned)
    _put_content(root, session, item)
    shape = SubElement(root, "形式特征")
    for name, text in (("件数", "1"), ("页数", str(item.pages or "")), ("语种", "汉语"), ("稿本", "")):
        _put(shape, name, text)
    _put_files(root, planned, list(entries))
    _put(SubElement(root, "存储位置"), "当前位置", _place(planned))
    _put_parts(root, parts)
    business = SubElement(root, "业务")
    _put(business, "业务状态", _state(item))
    for deed in deeds(session, planned):
        at = SubElement(business, "业务行为")
        for name, text in (
            *(("行为", deed.what), ("行为时间", deed.when), ("行为人", deed.who)),
            *(("行为依据", deed.ground), ("行为描述", deed.words)),
        ):
            _put(at, name, text)
    _put(root, "附注", item.remark)
    ElementTree.indent(root)
    whole: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'.encode()


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _UNFIT.sub("\ufffd", text)


def _put_number(root: Element, plan: Plan, planned: Planned) -> None:
    item = planned.item
    number = SubElement(root, "档号", {"值": item.archival_number})
    unit = f"{plan.units.get(item.unit, '')}（{item.unit}）" if item.unit else ""
    for name, text in (
        ("全宗号", item.fonds or plan.scheme.fonds),
        ("目录号", ""),
        ("年度", str(item.year or "")),
        ("保管期限", f"{item.retention.label}（{item.retention.value}）"),
        ("机构或问题", unit),
        ("类别号", f"{plan.scheme.category}·{item.year}"),
        ("室编案卷号", item.archival_number.split("-")[-2] if item.volume_id else ""),
        ("馆编案卷号", ""),
        ("室编件号", f"{item.sequence:04d}" if item.sequence else ""),
        ("馆编件号", ""),
        ("文档序号", ""),
        ("页号", f"1—{item.pages}" if item.pages else ""),
    ):
        _put(number, name, text)


def _put_content(root: Element, session: Session, item: Item) -> None:
    genre = addressee = copy_to = urgency = ""
    if item.kind is ItemKind.DOCUMENT and (document := session.find(OfficialDocument, item.source_id)):
        genre, addressee, copy_to = document.genre.label, document.addressee, document.copy_to
        urgency = document.urgency
    content = SubElement(root, "内容描述")
    for name, text in (
        ("题名", titled(item)),
        *(("并列题名", ""), ("副题名", ""), ("说明题名文字", ""), ("主题词", "")),
        ("关键词", item.category.label),
        ("人名", item.persons),
        *(("摘要", ""), ("分类号", "")),
        ("文件编号", item.document_number),
        ("责任者", item.responsible),
        ("日期", f"{item.dated_on:%Y%m%d}" if item.dated_on else ""),
        ("文种", genre),
        ("紧急程度", urgency),
        ("主送", addressee),
        ("抄送", copy_to),
        ("密级", ""),
        ("保密期限", ""),
    ):
        _put(content, name, text)


def _put_files(root: Element, planned: Planned, entries: Sequence[Entry]) -> None:
    names = {each.path: each.attachment.name for each in planned.enclosed}
    for entry in sorted(entries, key=lambda each: each.path):
        inside = entry.path.removeprefix(f"{planned.folder}/")
        file = SubElement(root, "电子属性")
        for name, text in (
            ("格式信息", _FORMATS.get(PurePosixPath(inside).suffix.lower(), PurePosixPath(inside).suffix.lstrip("."))),
            ("计算机文件名", inside),
            ("原文件名", names.get(entry.path, "")),
            ("计算机文件大小", str(entry.size)),
            ("文档创建程序", "" if entry.path in names else _program()),
            ("摘要值SHA256", entry.sha256),
            ("摘要值SM3", entry.sm3),
        ):
            _put(file, name, text)


def _program() -> str:
    try:
        return f"联络站工作台 {version('lianluozhan')}"
    except PackageNotFoundError:  # run from its sources without being installed
        return "联络站工作台"


def _put_parts(root: Element, parts: Sequence[Part]) -> None:
    bound = SubElement(root, "卷内材料")
    first = 1
    for n, part in enumerate(parts, 1):
        pages = part.pages or 0
        of = f"{first}—{first + pages - 1}" if pages > 1 else str(first) if pages else ""
        made = SubElement(bound, "材料", {"序号": str(n), "表号": part.form})
        for name, text in (
            *(("名称", part.name), ("日期", part.dated_on.isoformat() if part.dated_on else "")),
            *(("页数", str(pages or "")), ("页号", of), ("备注", part.note)),
        ):
            _put(made, name, text)
        first += pages


def _place(planned: Planned) -> str:
    box = planned.box
    if box is None:
        return ""
    return "　".join(filter(None, (f"第 {box.number} 盒", box.place)))


def _state(item: Item) -> str:
    if item.handed_over_on:
        return f"{item.handed_over_on.isoformat()} 已移交"
    return "已归档"


# What was done with it ------------------------------------------------------------------------------------------


def deeds(session: Session, planned: Planned) -> list[Deed]:
    """The steps of its record, then what the archive did: filed, numbered, put right."""
    item = planned.item
    names = dict(session.rows("SELECT id, name FROM staff"))
    found = list(_steps(session, item) if item.kind is ItemKind.OPINION else _logged(session, item, names))
    for what, day, by in (
        ("归档", item.filed_on, item.filed_by),
        ("编件号", item.numbered_on, item.numbered_by),
    ):
        if day:
            found.append(Deed(what, day.isoformat(), names.get(by or 0, "")))
    for put_right in planned.corrections:
        when = put_right.corrected_on.isoformat() if put_right.corrected_on else ""
        words = f"{put_right.what}：{put_right.before} → {put_right.after}；原因：{put_right.reason}"
        ground = f"{names.get(put_right.approved_by, '')}批准" if put_right.approved_by else ""
        found.append(Deed("更正", when, names.get(put_right.corrected_by or 0, ""), words, ground))
    return found


def _steps(session: Session, item: Item) -> list[Deed]:
    where = "opinion_id = ? AND voided_on IS NULL"
    return [
        Deed(
            step.label,
            step.acted_on.isoformat() if step.acted_on else "",
            step.staff_name,
            step.words,
            "签字件" if step.source is Source.PAPER else "",
        )
        for step in session.select(OpinionStep, where, (item.source_id,), order="id")
    ]


def _logged(session: Session, item: Item, names: dict[int, str]) -> list[Deed]:
    """What the audit log has of the record, each act once a day and person."""
    sql = (
        "SELECT substr(at, 1, 10), staff_id, action FROM audit_log WHERE table_name = ? AND record_id = ?"
        " GROUP BY 1, 2, 3 ORDER BY min(id)"
    )
    rows = session.rows(sql, (item.source_table, item.source_id)) if item.source_id else []
    return [Deed(ACTION_LABELS.get(action, action), day, names.get(by, "")) for day, by, action in rows]
