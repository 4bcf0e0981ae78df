"""The records of the archive: how the station files, what a 件 is, what it is made of, what was put right (4.6).

DA/T 22-2015 counts by 件: one matter, one reception, one deputy's year, one document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, text, tick, whole_number


class Retention(Choice):
    """保管期限 (国家档案局令第8号)."""

    PERMANENT = "Y", "永久"
    YEARS_30 = "D30", "30年"
    YEARS_10 = "D10", "10年"

    @property
    def years(self) -> int | None:
        """How many years it is kept after the year of the item; None for good."""
        return {"D30": 30, "D10": 10}.get(self.value)


class Category(Choice):
    """What a 件 is about (4.6.2); sorts it within its class."""

    OPINIONS = "opinions", "社情民意收集反馈"
    SERVICE = "service", "代表履职档案"
    RECEPTION = "reception", "代表接待选民"
    SURVEY = "survey", "调研视察"
    OVERSIGHT = "oversight", "监督工作"
    TRAINING = "training", "学习培训"
    LAW = "law", "法治宣传"
    STATION = "station", "站务综合"
    FUND = "fund", "经费"
    SECRECY = "secrecy", "保密"
    ASSESSMENT = "assessment", "考核"


class ItemKind(Choice):
    """What a 件 was made of."""

    OPINION = "opinion", "社情民意件"
    RECEPTION = "reception", "代表接待"
    DEPUTY_YEAR = "deputy_year", "代表年度履职档案"
    ACTIVITY = "activity", "代表活动"
    SUGGESTION = "suggestion", "代表建议"
    DOCUMENT = "document", "公文"
    PLAN = "plan", "接待计划"
    HANDOVER = "handover", "交接清单"
    REGISTER = "register", "年度登记簿"
    ARCHIVE = "archive", "档案清册"
    EXTERNAL = "external", "外来文件"


MOVED, STRUCK = "改列", "撤件"  # with which the remark of a struck line begins


HERE = "voided_on IS NULL AND destroyed_on IS NULL AND handed_over_on IS NULL"  # `Item.is_here` as a condition


def struck_word(remark: str) -> str:
    """Why a numbered line is struck, in a word, by its remark: its 件 went on in another class, or left the archive."""
    return MOVED if remark.startswith(MOVED) else STRUCK


class SchemeForm(Choice):
    """分类方案 (DA/T 22 §5.2); chosen once."""

    TWO = "two", "年度—保管期限"
    UNIT_LAST = "unit_last", "年度—保管期限—机构（问题）"
    UNIT_FIRST = "unit_first", "年度—机构（问题）—保管期限"


class FilingWay(Choice):
    PIECE = "piece", "按件（DA/T 22）"
    VOLUME = "volume", "按卷（GB/T 9705）"


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """How this station files, one row; `move_x`, `move_y` are tenths of a mm that its printer is off."""

    TABLE: ClassVar = "archive_schemes"

    id: int = 0
    fonds: str = text("全宗号", max_length=4)
    fonds_name: str = text("全宗名称", max_length=60)
    scheme: SchemeForm = choice("分类方案", SchemeForm, SchemeForm.TWO)
    unit_word: str = text("机构或问题", max_length=4)
    way: FilingWay = choice("整理方式", FilingWay, FilingWay.PIECE)
    category: str = text("档案门类代码", max_length=2)
    move_x: int | None = whole_number("向右移（0.1 毫米）", default=0, lowest=-200, highest=200)
    move_y: int | None = whole_number("向下移（0.1 毫米）", default=0, lowest=-200, highest=200)
    is_red: bool = tick("归档章印红色", default=True)
    chosen_by: int | None = reference("确定人", "staff")
    chosen_on: date | None = day("确定日期")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One 机构 or 问题 with its code of three letters or figures."""

    TABLE: ClassVar = "archive_units"

    id: int = 0
    code: str = text("代码", required=True, max_length=3)
    name: str = text("名称", required=True, max_length=20)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of the 归档范围和保管期限表; `code` is what the program proposes by, empty for the station's own."""

    TABLE: ClassVar = "archive_rules"

    id: int = 0
    code: str = text("代号", max_length=30)
    category: Category = choice("类别", Category, Category.STATION)
    material: str = text("文件材料", required=True, max_length=60)
    retention: Retention = choice("保管期限", Retention, Retention.YEARS_30)
    is_filed: bool = tick("归档", default=True)
    unit: str = text("机构（问题）代码", max_length=3)
    basis: str = text("依据", required=True, max_length=100)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One 件. `sequence` is its 件号, frozen once given; `place` is its order within its class, numbered or not.

    Date and pages may be blank until the number is given.
    `kept_until` is None for what is kept for good. `moved_from` names the 件 whose number this one has left; that
    line stays, voided, with the way in its remark.
    """

    TABLE: ClassVar = "archive_items"
    SEARCHED: ClassVar = ("archival_number", "document_number", "responsible", "title", "persons", "remark")

    id: int = 0
    kind: ItemKind = choice("来源", ItemKind, ItemKind.EXTERNAL)
    source_table: str = text("来源种类", max_length=30)
    source_id: int | None = whole_number("来源序号")
    deputy_id: int | None = reference("代表", "deputies")
    rule_id: int | None = reference("保管期限依据", "archive_rules")
    category: Category = choice("类别", Category, Category.STATION)
    fonds: str = text("全宗号", max_length=4)
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    retention: Retention = choice("保管期限", Retention, Retention.YEARS_30)
    unit: str = text("机构（问题）代码", max_length=3)
    volume_id: int | None = reference("案卷", "archive_volumes")
    place: int | None = whole_number("排列", default=0)
    sequence: int | None = whole_number("件号", lowest=1, highest=9999)
    archival_number: str = text("档号", max_length=40)
    document_number: str = text("文号", max_length=60)
    responsible: str = text("责任者", required=True, max_length=80)
    title: str = text("题名", required=True, max_length=200)
    is_own_title: bool = tick("自拟题名")
    dated_on: date | None = day("日期")
    pages: int | None = whole_number("页数", lowest=1, highest=9999)
    pages_reason: str = text("页数不符的说明", max_length=100)
    persons: str = text("涉及的人", max_length=300)
    keeps_secret: bool = tick("含个人隐私")
    box_id: int | None = reference("档案盒", "archive_boxes")
    kept_until: date | None = day("保管到")
    remark: str = text("备注", max_length=100)
    filed_by: int | None = reference("归档人", "staff")
    filed_on: date | None = day("归档日期")
    numbered_by: int | None = reference("编号人", "staff")
    numbered_on: date | None = day("编号日期")
    moved_from: int | None = reference("由哪一件改列", "archive_items")
    destroyed_on: date | None = day("销毁日期")
    handed_over_on: date | None = day("移交日期")
    voided_on: date | None = day("撤件日期")
    void_reason: str = text("撤件原因", max_length=200)

    @property
    def is_here(self) -> bool:
        """Whether it is still kept: neither struck, nor destroyed, nor handed over."""
        return not (self.voided_on or self.destroyed_on or self.handed_over_on)

    @property
    def struck_word(self) -> str:
        """Why its line is struck, in a word."""
        return struck_word(self.remark)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One sheet or file of a 件, in binding order: a printed form of a record, or a file that hangs on it."""

    TABLE: ClassVar = "archive_parts"

    id: int = 0
    item_id: int | None = reference("件", "archive_items", required=True)
    place: int | None = whole_number("顺序", default=0)
    name: str = text("材料名称", required=True, max_length=200)
    dated_on: date | None = day("日期")
    pages: int | None = whole_number("页数", highest=9999)
    form: str = text("表号", max_length=10)
    record_table: str = text("记录种类", max_length=30)
    record_id: int | None = whole_number("记录序号")
    attachment_id: int | None = reference("附件", "attachments")
    note: str = text("备注", max_length=100)
    voided_on: date | None = day("撤出日期")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What was put right after the number was given: one value of one 件, before and after, why, by whose leave."""

    TABLE: ClassVar = "archive_corrections"

    id: int = 0
    item_id: int | None = reference("件", "archive_items", required=True)
    what: str = text("更正项目", required=True, max_length=20)
    before: str = text("更正前", max_length=300)
    after: str = text("更正后", max_length=300)
    reason: str = text("原因", required=True, max_length=200)
    approved_by: int | None = reference("批准人", "staff", required=True)
    corrected_by: int | None = reference("更正人", "staff")
    corrected_on: date | None = day("更正日期")


@dataclass(frozen=True, kw_only=True)
class Box:
    """One 档案盒 (310 × 220 mm, `spine` in mm) with what its 备考表 says; 件 of one class only."""

    TABLE: ClassVar = "archive_boxes"

    id: int = 0
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    retention: Retention = choice("保管期限", Retention, Retention.YEARS_30)
    unit: str = text("机构（问题）代码", max_length=3)
    number: int | None = whole_number("盒号", required=True, lowest=1, highest=9999)
    spine: int | None = whole_number("盒脊厚（毫米）", default=30, lowest=10, highest=100)
    place: str = text("存放位置", max_length=60)
    statement: str = long_text("盒内文件情况说明", max_length=1000)
    arranged_by: int | None = reference("整理人", "staff")
    arranged_on: date | None = day("整理日期")
    checked_by: int | None = reference("检查人", "staff")
    checked_on: date | None = day("检查日期")
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("撤盒日期")
    void_reason: str = text("撤盒原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class Volume:
    """One 案卷 of a fonds that is filed by volume (GB/T 9705-2008); `number` is its 案卷号, frozen once given."""

    TABLE: ClassVar = "archive_volumes"

    id: int = 0
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    retention: Retention = choice("保管期限", Retention, Retention.YEARS_30)
    unit: str = text("机构（问题）代码", max_length=3)
    number: int | None = whole_number("案卷号", lowest=1, highest=9999)
    heading: str = text("类目名称", max_length=60)
    title: str = text("案卷题名", required=True, max_length=200)
    box_id: int | None = reference("卷盒", "archive_boxes")
    statement: str = long_text("本卷情况说明", max_length=1000)
    compiled_by: int | None = reference("立卷人", "staff")
    compiled_on: date | None = day("立卷日期")
    checked_by: int | None = reference("检查人", "staff")
    checked_on: date | None = day("检查日期")
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("撤卷日期")
    void_reason: str = text("撤卷原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class BoxCheck:
    """One look through a box, sheet by sheet or by scanning."""

    TABLE: ClassVar = "archive_box_checks"

    id: int = 0
    box_id: int | None = reference("档案盒", "archive_boxes", required=True)
    checked_on: date | None = day("核对日期", required=True)
    checked_by: int | None = reference("核对人", "staff")
    found: int | None = whole_number("在盒件数", default=0)
    missing: str = long_text("不在盒内的件", max_length=2000)
    foreign_sheets: str = long_text("不属于本盒的件", max_length=2000)
    note: str = text("备注", max_length=200)
