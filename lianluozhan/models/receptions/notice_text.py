"""What a notice of receptions says (F31): standard words, times, places and deputies, and what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .. import attendances, stations
from ..attachments import of as attachments_of
from ..attendances import Presence
from ..deadlines import spoken
from ..deputies import Deputy, Level, Mandate
from ..places import HandlingBody
from ..session import Session
from ..staff import Staff
from ..stations import Kind, Station
from .record import Reception, ReceptionNotice, ReceptionState
from .rules import WEEKDAYS

PHOTO = "张贴照片"
SCOPE = (
    "（一）对本级人民代表大会、人民政府及其工作人员的意见和建议；\n"
    "（二）涉及经济建设、社会事业和民生保障的问题；\n"
    "（三）其他属于本级职权范围内、带有普遍性的事项。"
)
OUTSIDE = (
    "已经或者应当通过诉讼、行政复议、仲裁解决的事项，请向人民法院、复议机关、仲裁机构提出；"
    "个人信访类诉求，请向信访部门提出；检举控告，请向纪检监察机关提出；没有具体内容的事项不予受理。"
)
ATTENTION = "请携带有效身份证件，按先后次序登记。反映人姓名、电话等个人信息予以保密。"
_LEVELS = {
    Level.NATIONAL: "全国人大代表",
    Level.PROVINCE: "省人大代表",
    Level.CITY: "市人大代表",
    Level.COUNTY: "县人大代表",
    Level.TOWNSHIP: "镇人大代表",
}


@dataclass(frozen=True)
class NoticeFile:
    """A notice with everything that stands on it, as lines; `photos` are names of files that show it posted."""

    notice: ReceptionNotice
    station: Station
    lines: tuple[str, ...]
    photos: tuple[str, ...] = ()
    drafter: str = ""

    @property
    def title(self) -> str:
        return f"{self.notice.organ}\n关于代表接待选民的公告"


def organ_of(station: Station) -> str:
    """Who gives notice: the presidium of a township's congress, the committee of a street (rules 4)."""
    congress = station.congress.strip()
    if station.kind is Kind.STREET:
        ready = congress.endswith(("工作委员会", "工委"))
        return congress if ready else f"{congress}{station.place}工作委员会"
    return congress if congress.endswith("主席团") else f"{congress}主席团"


def notice_file(session: Session, notice_id: int) -> NoticeFile:
    """A notice as it is printed: as posted, or as the receptions stand now."""
    notice = session.get(ReceptionNotice, notice_id)
    station = stations.station(session)
    drafter = session.find(Staff, notice.drafted_by)
    arranged = notice.arranged.split("\n") if notice.posted_at and notice.arranged else arranged_lines(session, notice)
    photos = [file.name for file in attachments_of(session, ReceptionNotice.TABLE, notice_id) if file.purpose == PHOTO]
    lines = whole_text(session, notice, station, arranged)
    return NoticeFile(notice, station, tuple(lines), tuple(photos), drafter.name if drafter else "")


def whole_text(session: Session, notice: ReceptionNotice, station: Station, arranged: Sequence[str]) -> list[str]:
    """Every line of the notice below its number, headings as 一、."""
    days = sorted({each.held_on for each in named(session, notice) if each.held_on})
    told = "、".join(f"{day.year}年{day.month}月{day.day}日" for day in days[:2]) + ("等" if len(days) > 2 else "")
    lines = [
        "为密切人大代表同人民群众的联系，畅通社情民意表达渠道，"
        "根据《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》"
        f"和{station.name}工作制度，定于{told}组织人大代表接待选民。现将有关事项公告如下：",
        *arranged,
    ]
    heads = sum(1 for line in arranged if line[1:2] == "、" and line[0] in "一二三四五六")
    parts = (
        ("接待内容和受理范围", notice.scope),
        ("不受理的事项", notice.outside_scope),
        ("注意事项", notice.attention),
        ("联系电话", f"{notice.contact.rstrip('。')}。" if notice.contact.strip() else ""),
    )
    for title, text in parts:
        if text.strip():
            lines.append(f"{'一二三四五六七八'[heads]}、{title}")
            lines += [line.strip() for line in text.split("\n") if line.strip()]
            heads += 1
    return lines


def arranged_lines(session: Session, notice: ReceptionNotice) -> list[str]:
    """Time, place and deputies of the receptions as they stand now."""
    found = [each for each in named(session, notice) if each.state is not ReceptionState.CANCELLED]
    if len(found) == 1:
        one = found[0]
        return [
            "一、接待时间",
            f"{_when(one)}。",
            "二、接待地点",
            f"{one.place}。",
            "三、接待代表",
            f"{_who(session, one)}。",
        ]
    lines = ["一、接待时间、地点和代表"]
    for number, each in enumerate(found, 1):
        lines.append(f"{number}．{_when(each)}，地点：{each.place}。接待代表：{_who(session, each)}。")
    return lines


def changes_since(session: Session, notice: ReceptionNotice) -> str:
    """What is now another than the posted notice says, so that it must be put right; empty when it is true."""
    if not notice.posted_at or notice.withdrawn_on or notice.voided_on:
        return ""
    found = named(session, notice)
    if any(each.state is ReceptionState.HELD for each in found) and len(found) == 1:
        return ""
    gone = [spoken(each.held_on) for each in found if each.state is ReceptionState.CANCELLED and each.held_on]
    if gone:
        return f"{'、'.join(gone)}的接待已经取消，公告要更正：请撤回这份，另发一份。"
    if notice.arranged and notice.arranged != "\n".join(arranged_lines(session, notice)):
        return "张贴以后，时间、地点或者代表改了，公告要更正：请撤回这份，另发一份。"
    return ""


def _when(reception: Reception) -> str:
    day = reception.held_on
    assert day is not None
    hours = f"{reception.starts_at.lstrip('0')}—{reception.ends_at.lstrip('0')}"
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）{hours}"


def _who(session: Session, reception: Reception) -> str:
    """县人大代表、镇中心卫生院副院长欧阳淑芬；…"""
    said = []
    words = _LEVELS | ({Level.TOWNSHIP: "乡人大代表"} if stations.station(session).place.endswith("乡") else {})
    for line in attendances.of(session, Reception.TABLE, reception.id):
        if line.presence is Presence.EXCUSED or not line.deputy_id:
            continue
        deputy = session.get(Deputy, line.deputy_id)
        mandates = session.select(Mandate, "deputy_id = ? AND status = 'active'", (deputy.id,))
        order = list(Level)
        levels = sorted({mandate.level for mandate in mandates}, key=order.index)
        titles = [words[level] for level in levels] or ["人大代表"]
        post = deputy.organisation_post.strip()
        said.append("、".join([*titles, *([post] if post else [])]) + deputy.name)
    bodies = [session.get(HandlingBody, body_id).name for body_id in reception.body_ids]
    also = f"；参加部门：{'、'.join(bodies)}" if bodies else ""
    return ("；".join(said) or "另行公布") + also


def named(session: Session, notice: ReceptionNotice) -> list[Reception]:
    found = [session.find(Reception, reception_id) for reception_id in notice.reception_ids]
    kept = [each for each in found if each and not each.voided_on]
    return sorted(kept, key=lambda each: (each.held_on or date.max, each.starts_at))
