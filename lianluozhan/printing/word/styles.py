"""Styles, fonts and settings of the Word file: one paragraph style for each `Style`, under its Chinese name."""

from __future__ import annotations

from functools import cache

from ..styles import STYLE_NAMES, STYLES, Style
from .text import MARKS_FONT, NAMES, RARE_FONT, style_lift, style_pad, twips, word_align

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ROOT = (  # all that a main part needs: text, relations, pictures, drawn lines
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OTHERS = {  # what stands in where the font is not installed
    "仿宋_GB2312": "仿宋",
    "宋体": "SimSun",
    "黑体": "SimHei",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "方正小标宋_GBK",
    RARE_FONT: "宋体",
    MARKS_FONT: "宋体",
}
_LEVELS = {"h1": 0, "h2": 1}  # in the list of headings beside the text
_RULES = (
    '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct w:val="0"/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
)


@cache
def styles_xml() -> bytes:
    """All of styles.xml."""
    fang = NAMES["fang"]
    fonts = f'<w:rFonts w:ascii="{fang}" w:hAnsi="{fang}" w:eastAsia="{fang}" w:cs="{fang}"/>'
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    content = (
        f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        f'<w:sz w:val="24"/><w:szCs w:val="24"/>{language}</w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_RULES}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        + "".join(_style(name, style) for name, style in STYLES.items())
        + "</w:styles>"
    )
    return content.encode()


def _style(name: str, style: Style) -> str:
    pad, font = twips(style_pad(name)), NAMES[style.family]
    first = f' w:firstLine="{twips(style.indent * style.size)}"' if style.indent else ""
    track = f'<w:spacing w:val="{twips(style.track)}"/>' if twips(style.track) else ""
    colour = '<w:color w:val="FF0000"/>' if style.colour == "red" else ""
    level = f'<w:outlineLvl w:val="{_LEVELS[name]}"/>' if name in _LEVELS else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{STYLE_NAMES[name]}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>'
        f'<w:spacing w:before="0" w:after="{twips(style_lift(name))}" w:line="{twips(style.pitch)}" '
        f'w:lineRule="exact"/><w:ind w:left="{pad}" w:right="{pad}"{first}/>'
        f'<w:jc w:val="{word_align(style)}"/>{level}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}" w:hint="eastAsia"/>'
        f'{colour}{track}<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/></w:rPr>'
        f"</w:style>"
    )


@cache
def fonts_xml() -> bytes:
    """All of fontTable.xml."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        f'<w:pitch w:val="variable"/></w:font>'
        for name, other in _OTHERS.items()
    )
    return f"{HEAD}<w:fonts {W}>{fonts}</w:fonts>".encode()


@cache
def settings_xml(*, even_pages: bool, mirrored: bool) -> bytes:
    """All of settings.xml: marks are squeezed, widths are those of Word 2013 and later."""
    uri = "http://schemas.microsoft.com/office/word"
    content = (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/>'
        + ("<w:mirrorMargins/>" if mirrored else "")
        + '<w:defaultTabStop w:val="420"/>'
        + ("<w:evenAndOddHeaders/>" if even_pages else "")
        + '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )
    return content.encode()
