"""Single cells of a roster as people write them, brought into the one way we store them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from ..deputies import Level
from ..imports.dates import day_of
from ..phones import is_identity
from ..staff import Sex

_NATIONALITIES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇"
    " 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京"
    " 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
_PARTIES = {
    "中共党员": "中共党员 中国共产党党员 中国共产党 中共 党员 共产党员 中共正式党员 正式党员",
    "中共预备党员": "中共预备党员 预备党员",
    "共青团员": "共青团员 团员 共青团",
    "民革": "民革 民革党员 民革会员",
    "民盟": "民盟 民盟盟员",
    "民建": "民建 民建会员",
    "民进": "民进 民进会员",
    "农工党": "农工党 农工党党员 农工民主党",
    "致公党": "致公党 致公党党员",
    "九三学社": "九三学社 九三学社社员 九三",
    "台盟": "台盟 台盟盟员",
    "无党派人士": "无党派人士 无党派 无党派民主人士",
    "群众": "群众 普通群众",
}
_EDUCATIONS = {
    "研究生": "研究生 硕士研究生 博士研究生 硕士 博士 在职研究生 研究生学历",
    "大学本科": "大学本科 本科 大学 大本 在职大学 大学学历 本科学历 在职本科",
    "大学专科": "大学专科 大专 专科 大专学历 在职大专 大学专科学历",
    "中专（职高）": "中专（职高） 中专 职高 中专(职高) 中技 技校 中等专科",
    "高中": "高中 高中学历",
    "初中": "初中 初中学历",
    "小学及以下": "小学及以下 小学",
}
_KNOWN_NATIONALITIES = frozenset(_NATIONALITIES.split())
_PARTY = {word: ours for ours, words in _PARTIES.items() for word in words.split()}
_EDUCATION = {word: ours for ours, words in _EDUCATIONS.items() for word in words.split()}
_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "M": Sex.MALE, "F": Sex.FEMALE, "先生": Sex.MALE, "女士": Sex.FEMALE}

_MONTHS = (
    re.compile(r"(\d{4}|\d{2})\s*[-./·年]\s*(\d{1,2})\s*月?\s*生?"),
    re.compile(r"(\d{4})(\d{2})"),
)
_SHORT_DAY = re.compile(r"(\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?\s*生?")
_BEHIND_NAME = re.compile(r"(.+?)\s*[（(]([^（）()]+)[）)]")
_ROUGH = re.compile(r"[（(].*?[）)]")
_LOST_NOUGHT = re.compile(r"\d{4}\.1")
_TERM = re.compile(r"第?\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*届")
_FIGURES = "零一二三四五六七八九"
_LEVELS = (
    (re.compile(r"县级市|自治县|自治旗|[县区旗]"), Level.COUNTY),
    (re.compile(r"民族乡|街道|[镇乡]"), Level.TOWNSHIP),
    (re.compile(r"自治州|地级市|设区的?市|[市州盟]"), Level.CITY),
    (re.compile(r"全国"), Level.NATIONAL),
    (re.compile(r"自治区|直辖市|省"), Level.PROVINCE),
)
_EMPTY_OF_LEVELS = re.compile(
    r"人民代表大会|人大|代表|级|[一二两三四五]|[、，,;；/／和及与兼\s+＋\n]|第.{1,3}届|同时|是|为"
)
_IN_TITLE = re.compile(r"(全国|省|自治区|市|县|区|旗|镇|乡)(?:第?.{1,3}届)?(?:人民代表大会|人大)")


def plain_cell(text: str) -> str:
    """A cell in figures and marks of one width, on one line."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def sex_of(text: str) -> Sex | None:
    """男, 男性, 女士."""
    short = text.strip().upper()
    return _SEXES.get(short) or _SEXES.get(short.removesuffix("性"))


def name_and_more(text: str) -> tuple[str, dict[str, str]]:
    """李桂兰（女，回族）: the name, and what lists of names say behind it; other brackets stay with the name."""
    found = _BEHIND_NAME.fullmatch(text.strip())
    if found is None:
        return text, {}
    more: dict[str, str] = {}
    for word in re.split(r"[，,、\s]+", found[2].strip()):
        if sex_of(word) is not None:
            more["sex"] = word
        elif word.removesuffix("族") in _KNOWN_NATIONALITIES and word.endswith("族"):
            more["nationality"] = word
        else:
            return text, {}
    return found[1], more


def nationality_of(text: str) -> str:
    """汉 is 汉族; what is no nationality of China is kept as written."""
    short = "".join(text.split())
    name = short.removesuffix("族")
    return f"{name}族" if name in _KNOWN_NATIONALITIES else short


def party_of(text: str) -> str:
    return _PARTY.get("".join(text.split()), text.strip())


def education_of(text: str) -> str:
    return _EDUCATION.get("".join(text.split()), text.strip())


def writes_two_figures(cells: Iterable[str]) -> bool | None:
    """Whether a column of dates such as 1975.06 has two figures a month; None when nothing shows it."""
    seen = [plain_cell(cell) for cell in cells]
    if any(re.fullmatch(r"\d{4}\.0\d", cell) for cell in seen):
        return True
    return False if any(re.fullmatch(r"\d{4}\.[2-9]", cell) for cell in seen) else None


def month_of(text: str, latest: int, *, two_figures: bool | None = None) -> tuple[date | None, str]:
    """The day a cell tells of, the first of a month where it tells no more; or why it is not known.

    A number 1975.1 may have been 1975.10 before a spreadsheet took it for a number: the column decides. A year of two
    figures is the last one up to `latest`.
    """
    plain = plain_cell(_ROUGH.sub("", text)).removesuffix("生").strip().lstrip("'")
    if _LOST_NOUGHT.fullmatch(plain):
        if two_figures is None:
            return None, f"写的“{plain}”，看不出是1月还是10月"
        return date(int(plain[:4]), 10 if two_figures else 1, 1), ""
    if short := _SHORT_DAY.fullmatch(plain):
        return _day(_year(short[1], latest), int(short[2]), int(short[3]), plain)
    for shape in _MONTHS:
        if found := shape.fullmatch(plain):
            return _day(_year(found[1], latest), int(found[2]), 1, plain)
    if re.fullmatch(r"\d{4}\s*年?", plain):
        return None, f"只写了“{plain}”，没有月份"
    day, _ = day_of(plain)
    return (day, "") if day else (None, f"写的“{plain[:20]}”看不出是哪年哪月")


def _year(text: str, latest: int) -> int:
    if len(text) == 4:
        return int(text)
    year = 2000 + int(text)
    return year if year <= latest else year - 100


def _day(year: int, month: int, day: int, text: str) -> tuple[date | None, str]:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None, f"写的“{text[:20]}”没有这一天"
    return date(year, month, day), ""


def term_of(text: str) -> str:
    """18届 is 第十八届; anything else is kept as written."""
    plain = plain_cell(text)
    if re.fullmatch(r"\d{1,2}", plain):
        plain = f"第{plain}届"
    found = _TERM.search(plain)
    if found is None:
        return plain
    number = found[1]
    return f"第{_chinese(int(number)) if number.isdigit() else number}届"


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _FIGURES[tens]) + "十" if tens else ""
    return ten + (_FIGURES[ones] if ones else "")


def levels_of(text: str) -> tuple[tuple[Level, ...], str]:
    """The levels a cell names, such as 县、镇 or 县乡两级, and what of it is not understood."""
    rest, found = "".join(plain_cell(text).split()), set()
    for shape, level in sorted(_LEVELS, key=lambda pair: pair[1] not in (Level.NATIONAL, Level.PROVINCE)):
        if shape.search(rest):
            found.add(level)
            rest = shape.sub("", rest)
    left = _EMPTY_OF_LEVELS.sub("", rest)
    return tuple(level for level in Level if level in found), left


def level_in_title(text: str) -> Level | None:
    """The level that a heading over the roster names: 青石镇第十八届人民代表大会代表名册."""
    found = _IN_TITLE.search("".join(text.split()))
    levels, _ = levels_of(found[1]) if found else ((), "")
    return levels[0] if levels else None


def term_in_title(text: str) -> str:
    found = re.search(r"第?\s*[0-9一二三四五六七八九十]{1,3}\s*届", text)
    return term_of(found[0]) if found else ""


def identity_of(text: str) -> tuple[str, str]:
    """An identity number that is certainly right, or why it is not taken."""
    plain = re.sub(r"[\s\-']", "", unicodedata.normalize("NFKC", text)).upper()
    if re.fullmatch(r"\d(?:\.\d+)?E\+?1[5-8]", plain):
        return "", "身份证号在表里存成了数字，后几位已经丢了，没有存。请照证件补上"
    if re.fullmatch(r"\d{15}", plain):
        return "", "身份证号是 15 位的旧号，没有存。请照现在的证件补上"
    if not re.fullmatch(r"\d{17}[\dX]", plain):
        return "", f"身份证号“{plain[:24]}”不是 18 位，没有存。请照证件补上"
    if is_identity(plain):
        return plain, ""
    lost = "末尾几位变成了 0，" if plain.endswith("000") else "最后一位的校验对不上，"
    return "", f"身份证号{lost}没有存。请照证件补上"


def born_by(identity: str) -> date:
    return date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))


def sex_by(identity: str) -> Sex:
    return Sex.MALE if int(identity[16]) % 2 else Sex.FEMALE
