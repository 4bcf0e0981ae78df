"""The drawers of 归档设置: the scheme, where the stamp falls, a unit, a line of the table of retention."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any

from lianluozhan.models.archive import calibration, schemes
from lianluozhan.models.archive.record import Category, FilingWay, Retention, Rule, Scheme, SchemeForm, Unit
from lianluozhan.models.errors import InvalidRecord

from ...editors import ChoiceEditor, LineEditor, OptionRow, TickEditor
from ..sections.section import one_of
from .working import at_once

if TYPE_CHECKING:
    from .setting_section import SettingSection

TEST_SHEET = "F81T"
STEP, FARTHEST = 5, 100  # tenths of a mm: half a mm a step, up to a cm
WAYS = (("ruler", "用尺量归档章的框"), ("crease", "对折看折痕"), ("set", "直接填移多少"))
ASKED = {"ruler": ("left", "top"), "crease": ("right", "down"), "set": ("move_x", "move_y")}
FIXED_WORDS = "已经编过件号，不能再改。"


def choose(section: SettingSection, scheme: Scheme) -> None:
    """How the station files; what stands in numbers already cannot be changed."""
    session = section.session
    fixed = bool(scheme.id) and schemes.is_fixed(session)
    drawer = section.drawer("修改分类方案和全宗" if scheme.id else "确定分类方案", "定下来以后，每年都按它编档号。")
    fields = drawer.fields
    fonds = fields.put(
        "全宗号",
        LineEditor("fonds", max_length=4),
        hint=FIXED_WORDS if fixed and scheme.fonds else "县档案馆给的 4 位数字或大写字母，例如 Z109；还没有给就空着",
    )
    fonds.setEnabled(not (fixed and scheme.fonds))
    fields.put("全宗名称", LineEditor("fonds_name", max_length=60), required=True, hint="一般是本乡镇人大的全称")
    forms = OptionRow("scheme", [(form, form.label) for form in SchemeForm])
    words = OptionRow("unit_word", [(word, word) for word in schemes.UNIT_WORDS])
    ways = OptionRow("way", [(way, way.label) for way in FilingWay])
    hint = FIXED_WORDS if fixed else "小单位一般用“年度—保管期限”；要分机构的，问清县档案馆再选"
    fields.put("分类方案", forms, required=True, hint=hint)
    fields.put("按机构还是按问题", words, required=True, hint=FIXED_WORDS if fixed else "两种不能混用")
    way_hint = "县档案馆没有要求按卷的，按件；改成按卷，重新登录后才有“案卷”"
    fields.put("整理方式", ways, required=True, hint=FIXED_WORDS if fixed else way_hint)
    category = fields.put("档案门类代码", LineEditor("category", max_length=2), required=True, hint="文书档案是 WS")
    fields.put("归档章颜色", TickEditor("is_red", "红色"), hint="不勾是黑色")
    fields.set_values({name: getattr(scheme, name) for name in fields.editors()})
    for editor in (forms, words, ways, category):
        editor.setEnabled(not fixed)

    def turn() -> None:
        fields.show_field("unit_word", forms.value() is not SchemeForm.TWO)

    def act(values: dict[str, Any]) -> Scheme:
        values.setdefault("unit_word", scheme.unit_word)
        # a 全宗号 that comes later goes into every number
        return at_once(section.page, "正在把全宗号补进档号", partial(schemes.choose, session, **values))

    forms.changed.connect(turn)
    turn()
    section.keep_draft(drawer, what="scheme")
    drawer.open(act, section.stored)


def calibrate(section: SettingSection, scheme: Scheme) -> None:
    """How far the printer is off: measured on the test sheet, read at its crease, or set by steps of half a mm."""
    from .setting_section import STAMP

    drawer = section.drawer("调整打印位置", "先打印测试页，再照它量。")
    fields = drawer.fields
    now = scheme.move_x or 0, scheme.move_y or 0
    how = fields.put("怎么量的", OptionRow("how", WAYS), required=True)
    labels = {"left": "框离纸左边（毫米）", "top": "框离纸上边（毫米）"}
    usual = {"left": calibration.STAMP_LEFT, "top": calibration.STAMP_TOP}
    for name, label in labels.items():
        hint = f"应该是 {usual[name]:g} 毫米，量到框的外边"
        fields.put(label, LineEditor(name, max_length=6), required=True, hint=hint)
    fields.put(
        "左右对折，折痕落在", LineEditor("right", max_length=6), required=True, hint="刻度的读数，在 0 左边的写 -1.5"
    )
    fields.put(
        "上下对折，折痕落在", LineEditor("down", max_length=6), required=True, hint="刻度的读数，在 0 上面的写 -1.5"
    )
    fields.put("左右", one_of("move_x", _moves(now[0], "右", "左"), now[0]), hint="按 ↑ ↓，一次半毫米")
    fields.put("上下", one_of("move_y", _moves(now[1], "下", "上"), now[1]))

    def turn() -> None:
        for name in ("left", "top", "right", "down", "move_x", "move_y"):
            fields.show_field(name, name in ASKED[how.value()])

    def act(values: dict[str, Any]) -> Scheme:
        given = [values[name] for name in ASKED[values["how"]]]
        if values["how"] != "set":
            read = [_millimetres(name, values[name]) for name in ASKED[values["how"]]]
            given = list((calibration.by_ruler if values["how"] == "ruler" else calibration.by_crease)(now, *read))
        return schemes.calibrate(section.session, *given)

    how.changed.connect(turn)
    how.set_value("ruler")
    turn()
    section.keep_draft(drawer, what="stamp")
    drawer.open(act, lambda _: section.page.open_record(STAMP))


def _millimetres(name: str, text: str) -> float:
    """What was read on a ruler."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    if not re.fullmatch(r"[-+]?\d{1,3}(\.\d{1,2})?", plain):
        raise InvalidRecord({name: "请填毫米数，可以有小数，例如 82.5。"})
    return float(plain)


def _moves(now: int, onward: str, back: str) -> list[tuple[int, str]]:
    from .setting_section import side_words

    steps = sorted({now, *range(-FARTHEST, FARTHEST + 1, STEP)})
    return [(step, side_words(step, onward, back)) for step in steps]


def add_unit(section: SettingSection, word: str) -> None:
    drawer = section.drawer(f"添加{word}", "代码写进档号，定了不能改。")
    drawer.fields.put("代码", LineEditor("code", max_length=3), required=True, hint="3 位数字或大写字母，例如 RDB")
    drawer.fields.put("名称", LineEditor("name", max_length=20), required=True, hint="例如 人大办")
    section.keep_draft(drawer, what="add_unit")
    drawer.open(lambda values: schemes.add_unit(section.session, **values), section.stored)


def rename_unit(section: SettingSection, unit: Unit) -> None:
    drawer = section.drawer("修改名称", f"代码 {unit.code}")
    drawer.fields.put("名称", LineEditor("name", max_length=20), required=True)
    drawer.fields.set_values({"name": unit.name})
    section.keep_draft(drawer, unit, what="unit")
    drawer.open(lambda values: schemes.rename_unit(section.session, unit.id, values["name"]), section.stored)


def change_rule(section: SettingSection, rule: Rule | None) -> None:
    """A line of the table of retention; without one, a line of the station's own."""
    session = section.session
    drawer = section.drawer("修改保管期限" if rule else "添加一条保管期限", rule.material if rule else "")
    fields = drawer.fields
    if rule and (kept := schemes.words_of_change(session, rule.id)):
        fields.add_words(kept)
    fields.put("文件材料", LineEditor("material", max_length=60), required=True)
    fields.put("类别", one_of("category", [(each, each.label) for each in Category]), required=True)
    fields.put("保管期限", OptionRow("retention", [(each, each.label) for each in Retention]), required=True)
    fields.put("归档范围", TickEditor("is_filed", "归档"), hint="不归档的去掉勾，程序就不再提出来")
    if schemes.current(session).scheme is not SchemeForm.TWO:
        units = [(unit.code, f"{unit.name}（{unit.code}）") for unit in schemes.units(session)]
        chooser: ChoiceEditor = one_of("unit", [("", "归档时再选"), *units])
        fields.put("机构（问题）", chooser)
    hint = "例如“国家档案局令第8号”，或者县档案馆批准的保管期限表"
    fields.put("依据", LineEditor("basis", max_length=100), required=True, hint=hint)
    shown = rule or Rule(retention=Retention.YEARS_30)
    fields.set_values({name: getattr(shown, name) for name in fields.editors()})
    section.keep_draft(drawer, rule, what="rule" if rule else "add")
    if rule is None:
        drawer.open(lambda values: schemes.add_rule(session, Rule(**values)), section.stored)
    else:
        drawer.open(lambda values: schemes.change_rule(session, rule.id, **values), section.stored)
