"""The fields that ask by which rule a reception year is planned, and the rule that they say (3.1.2)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import deputies, places, staff
from lianluozhan.models.places import BodyKind
from lianluozhan.models.receptions.rules import WEEKDAYS, DayKind, Frequency, HolidayRule, Rule, read_days
from lianluozhan.models.session import Session

from ...editors import (
    ChoiceEditor,
    DayEditor,
    NumberEditor,
    OptionRow,
    PickEditor,
    PickManyEditor,
    TextEditor,
    TimeEditor,
)
from ...field_column import FieldColumn

WEEKS = ((1, "第一个"), (2, "第二个"), (3, "第三个"), (4, "第四个"), (5, "最后一个"))
DAYS = tuple((number, f"星期{word}") for number, word in enumerate(WEEKDAYS))
BODIES = (BodyKind.DEPARTMENT, BodyKind.SUPERIOR, BodyKind.VILLAGE)


def put_rule(fields: FieldColumn, session: Session, year: int, rule: Rule) -> None:
    """Ask for year and rule; what a choice does not need is out of sight."""
    number = NumberEditor
    fields.put("年度", number("year", minimum=1990, maximum=2199, optional=False), required=True)
    fields.put("多久一次", ChoiceEditor("frequency", [(made, made.label) for made in Frequency]), required=True)
    fields.put("日期怎么定", OptionRow("day_kind", [(made, made.label) for made in DayKind]), required=True)
    hint = "每半月的，另一次在十五天以前或者以后。"
    fields.put("几日", number("month_day", minimum=1, maximum=31, unit="日", optional=False), required=True, hint=hint)
    fields.put("第几个", ChoiceEditor("week", WEEKS), required=True)
    fields.put("星期几", ChoiceEditor("weekday", DAYS), required=True)
    fields.put("接待的日期", TextEditor("days", lines=3), required=True, hint="写月和日，例如 3月15日、6月15日。")
    fields.put("遇节假日", ChoiceEditor("holiday", [(made, made.label) for made in HolidayRule]), required=True)
    fields.put("从哪天起排", DayEditor("not_before", today=lambda: session.today), hint="空着就从年初排起。")
    fields.put("开始时间", TimeEditor("starts_at"), required=True)
    fields.put("结束时间", TimeEditor("ends_at"), required=True)
    fields.put("地点", TextEditor("places", lines=2), required=True, hint="有几处轮流的，一行写一处。")
    fields.put("主题", TextEditor("topics", lines=2), hint="有几个轮流的，一行写一个。")
    fields.put("每次几名代表", number("deputies_each", minimum=1, maximum=10, unit="名", optional=False), required=True)
    fields.put("每名代表每年至少", number("minimum", maximum=12, unit="次", optional=False), required=True)
    fields.put("不参加轮值的代表", PickManyEditor("left_out", deputies.choices(session), names=True))
    fields.put(
        "每几次有一次联合接待", number("joint_every", maximum=12, unit="次", optional=False), hint="不安排就填 0。"
    )
    fields.put("参加部门", PickManyEditor("joint_bodies", places.bodies(session, *BODIES)), hint="按这里的次序轮流。")
    fields.put("每次几个部门", number("bodies_each", minimum=1, maximum=10, unit="个", optional=False))
    fields.put("联络员", PickEditor("staff_id", staff.choices(session), names=True))
    fields.set_values(
        {name: getattr(rule, name) for name in Rule.__dataclass_fields__}
        | {
            "year": year,
            "days": "、".join(f"{day.month}月{day.day}日" for day in rule.days),
            "places": "\n".join(rule.places),
            "topics": "\n".join(rule.topics),
            "left_out": list(rule.left_out),
            "joint_bodies": list(rule.joint_bodies),
        }
    )
    editors = fields.editors()

    def turn() -> None:
        frequency, by_number = editors["frequency"].value(), editors["day_kind"].value() is DayKind.NUMBER
        custom, weekly = frequency is Frequency.CUSTOM, frequency is Frequency.WEEKLY
        asks = not (custom or weekly)
        fields.show_field("day_kind", asks)
        fields.show_field("month_day", asks and by_number)
        fields.show_field("week", asks and not by_number and frequency is not Frequency.HALF_MONTHLY)
        fields.show_field("weekday", weekly or (asks and not by_number))
        fields.show_field("days", custom)
        joint = bool(editors["joint_every"].value())
        fields.show_field("joint_bodies", joint)
        fields.show_field("bodies_each", joint)

    for name in ("frequency", "day_kind", "joint_every"):
        editors[name].changed.connect(turn)
    turn()


def rule_of(values: dict[str, Any], before: Rule) -> tuple[int, Rule]:
    """Year and rule as they were filled in; what was out of sight stays as it was."""
    year = int(values["year"])
    given = {name: value for name, value in values.items() if name in Rule.__dataclass_fields__}
    for name in ("places", "topics"):
        given[name] = tuple(line.strip() for line in str(values[name]).splitlines() if line.strip())
    for name in ("left_out", "joint_bodies"):
        if name in given:
            given[name] = tuple(given[name])
    given["days"] = read_days(values["days"], year) if "days" in values else ()
    return year, Rule(**{name: getattr(before, name) for name in Rule.__dataclass_fields__} | given)
