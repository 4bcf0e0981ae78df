"""The named ways in which text is set on paper; a form names one, and in Word it has a Chinese name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

SIGN_PITCH = 20.0  # points between signature lines


@dataclass(frozen=True)
class Style:
    """A named way to set text: family, size and pitch in points, indent in ems, tracking in points."""

    family: str
    size: float
    pitch: float
    align: str = "justify"  # justify left center right label
    indent: float = 0
    track: float = 0
    colour: str = "black"


@lru_cache(maxsize=200)
def varied(
    style: Style, align: str = "", track: float | None = None, size: float = 0, indent: float | None = None
) -> Style:
    """A style with another alignment, tracking, size or indent."""
    return replace(
        style,
        align=align or style.align,
        track=style.track if track is None else track,
        size=size or style.size,
        indent=style.indent if indent is None else indent,
    )


STYLES = {
    "station": Style("song", 15, 22, "center"),
    "title": Style("biao", 22, 32, "center"),
    "cover_title": Style("biao", 26, 40, "center"),
    "catalogue_title": Style("biao", 18, 26, "center"),
    "meta": Style("fang", 12, 18, "left"),
    "note": Style("song", 9, 13.5, "left"),
    "label": Style("song", 10.5, 15, "label"),
    "value": Style("fang", 12, 18, "left"),
    "value_s": Style("fang", 10.5, 14, "left"),
    "value_c": Style("fang", 12, 18, "center"),
    "value_l": Style("fang", 16, 24, "left"),
    "value_lc": Style("fang", 16, 24, "center"),
    "tick": Style("fang", 10.5, 16, "left"),
    "text": Style("fang", 12, 19, "justify", 2),
    "text_s": Style("fang", 10.5, 16, "justify", 2),
    "text_t": Style("fang", 10.5, 14.5, "justify", 2),
    "text_u": Style("fang", 10, 13, "justify", 2),
    "text_r": Style("fang", 12, 18, "justify", 2),
    "sign": Style("fang", 12, SIGN_PITCH, "right"),
    "head": Style("hei", 10.5, 14, "center"),
    "entry": Style("fang", 10.5, 14, "left"),
    "entry_c": Style("fang", 10.5, 14, "center"),
    "list_head": Style("hei", 9, 12, "center"),
    "list": Style("song", 9, 12, "left"),
    "list_c": Style("song", 9, 12, "center"),
    "list_s": Style("song", 7.5, 8, "left"),
    "list_sc": Style("song", 7.5, 8, "center"),
    "list_t": Style("song", 6.5, 8, "left"),
    "body": Style("fang", 16, 28.95, "justify", 2, -0.207),
    "body0": Style("fang", 16, 28.95, "justify", 0, -0.207),
    "body_s": Style("fang", 16, 25, "justify", 2, -0.207),
    "body0_s": Style("fang", 16, 25, "justify", 0, -0.207),
    "body_t": Style("fang", 14, 22, "justify", 2),
    "body0_t": Style("fang", 14, 22),
    "h1": Style("hei", 16, 28.95, "justify", 2, -0.207),
    "h2": Style("kai", 16, 28.95, "justify", 2, -0.207),
    "doc_title": Style("biao", 22, 33, "center"),
    "doc_number": Style("fang", 16, 28.95, "center"),
    "right": Style("fang", 16, 28.95, "right"),
    "page_number": Style("song", 14, 20),
    "footer": Style("song", 9, 12, "center"),
    "urgency": Style("hei", 16, 28.95, "left"),
    "imprint": Style("fang", 14, 22, "justify"),
    "corner": Style("song", 12, 16, "right"),
    "corner_l": Style("song", 12, 16, "left"),
    "code": Style("song", 7.5, 9, "left"),
    "spine_name": Style("song", 9, 12, "center"),
    "spine_18": Style("song", 18, 21.6, "center"),
    "spine_16": Style("song", 16, 19.2, "center"),
    "spine_14": Style("song", 14, 16.8, "center"),
    "spine_12": Style("song", 12, 14.4, "center"),
    "spine_10h": Style("song", 10.5, 12.6, "center"),
    "spine_9": Style("song", 9, 10.8, "center"),
    "stamp": Style("song", 9, 10, "center"),
    "stamp_s": Style("song", 6.5, 7.2, "center"),
    "red": Style("biao", 38, 46, "center", colour="red"),
    "cut": Style("song", 9, 12, "center"),
    "slip_title": Style("biao", 16, 24, "center"),
}
STYLE_NAMES = {  # as a user finds them in Word
    "station": "表格单位",
    "title": "表格标题",
    "cover_title": "封面标题",
    "catalogue_title": "目录标题",
    "meta": "表头说明",
    "note": "表下注",
    "label": "表格项目",
    "value": "表格内容",
    "value_s": "表格内容小",
    "value_c": "表格内容居中",
    "value_l": "封面内容",
    "value_lc": "封面内容居中",
    "tick": "表格选项",
    "text": "表格长文",
    "text_s": "表格长文小",
    "text_t": "表格长文紧",
    "text_u": "表格长文最紧",
    "text_r": "表格长文续页",
    "sign": "签字行",
    "head": "目录栏目",
    "entry": "目录条目",
    "entry_c": "目录条目居中",
    "list_head": "台账栏目",
    "list": "台账条目",
    "list_c": "台账条目居中",
    "list_s": "台账条目小",
    "list_sc": "台账条目小居中",
    "list_t": "台账条目最小",
    "body": "公文正文",
    "body0": "公文主送",
    "body_s": "公文正文密",
    "body0_s": "公文主送密",
    "body_t": "公文正文小",
    "body0_t": "公文主送小",
    "h1": "公文一级标题",
    "h2": "公文二级标题",
    "doc_title": "公文标题",
    "doc_number": "公告编号",
    "right": "公文文号",
    "page_number": "公文页码",
    "footer": "表格页码",
    "urgency": "紧急程度",
    "imprint": "版记",
    "corner": "卷内页码",
    "corner_l": "卷内页码背面",
    "code": "纸号",
    "spine_name": "盒脊项目",
    "spine_18": "盒脊小二",
    "spine_16": "盒脊三号",
    "spine_14": "盒脊四号",
    "spine_12": "盒脊小四",
    "spine_10h": "盒脊五号",
    "spine_9": "盒脊小五",
    "stamp": "归档章",
    "stamp_s": "归档章小",
    "red": "发文机关标志",
    "cut": "裁切线",
    "slip_title": "回执标题",
}
