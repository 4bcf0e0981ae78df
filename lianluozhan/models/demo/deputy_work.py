"""What the deputies of the sample station do beside receptions: groups, activities, contacts, good deeds, reports."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from .. import activities, contacts, deputies, groups, voter_reports
from ..activities import Activity, ActivityKind
from ..attachments import Enclosed
from ..attendances import Presence
from ..contacts import Contact, ContactResult, ContactWay
from ..deputies import Deputy
from ..groups import DeputyGroup, GroupPost
from ..service import entering, year_reviews
from ..service.record import ServiceKind, ServiceRecord
from ..voter_reports import VoterReport
from . import content
from .lives import Cast

LEAST_DAYS = 40  # before the end, so that the newest still wait for review


class DeputyWork:
    """Their files at the beginning, then something every few weeks."""

    def __init__(self, cast: Cast, end: datetime, chance: random.Random) -> None:
        self.cast, self.end, self.chance = cast, end, chance
        self.clerk = cast.officers[0]
        self.picture = Enclosed("活动照片.png", content=picture(chance.randrange(200)))

    def people(self, begin: datetime) -> Iterator[datetime]:
        """What is known of each deputy, and the two groups."""
        yield office(begin + timedelta(days=1), 9)
        for number, deputy_id in enumerate(self.cast.deputies):
            deputies.edit(self.clerk, deputy_id, **self.facts(number))
        for name, members in (("第一小组", self.cast.deputies[:5]), ("第二小组", self.cast.deputies[5:])):
            made = groups.form(self.clerk, DeputyGroup(name=name, formed_on=self.clerk.today, place="联络站会议室"))
            for place, deputy_id in enumerate(members):
                post = (GroupPost.LEADER, GroupPost.VICE_LEADER)[place] if place < 2 else GroupPost.MEMBER
                groups.join(self.clerk, made.id, deputy_id, self.clerk.today, post)

    def facts(self, number: int) -> dict[str, object]:
        born = date(1968 + 3 * number, 1 + number, 1)
        villages = self.cast.villages
        return {
            "born_on": born,
            "native_place": "本县",
            "party": "中共党员" if number % 3 else "群众",
            "education": ("大学本科", "大学专科", "高中")[number % 3],
            "work_since": date(born.year + 20, 8, 1),
            "phone": f"1380000{1000 + 37 * number}",
            "occupation": content.OCCUPATIONS[number],
            "address": f"青溪镇{content.VILLAGES[number % len(content.VILLAGES)]}",
            "joined_on": date(2021, 12, 25),
            "expertise": ("农村工作", "教育", "茶叶生产", "畜牧养殖", "卫生护理")[number % 5],
            "village_ids": (villages[number % len(villages)],),
            "linked_voters": f"{self.person()}（{content.VILLAGES[number % len(content.VILLAGES)]}一组）",
            "career": f"{born.year + 20}年8月起　{content.DEPUTIES[number][3]}",
            "pledge": "听民声、解民忧，有事找代表。",
            "file_opened_on": date(2021, 12, 25),
            "file_number": f"0126-DB-{number + 1:03d}",
        }

    def year(self, begin: datetime) -> Iterator[datetime]:
        """An activity each quarter, contacts and good deeds between, reports to voters at the end of the year."""
        at = office(begin + timedelta(days=9), 9)
        kinds = (
            (ActivityKind.CONGRESS, "镇人民代表大会会议", 4),
            (ActivityKind.TRAINING, "代表法学习培训", 1),
            (ActivityKind.INSPECTION, "视察农村饮水安全工程", 2),
            (ActivityKind.GROUP, "代表小组活动：走访脱贫户", 1),
            (ActivityKind.RESEARCH, "调研茶叶产业发展", 2),
            (ActivityKind.LAW_CHECK, "检查食品安全法实施情况", 1),
        )
        for number in range(12):
            if at > self.end:
                return
            yield at
            if number % 2 == 0:
                self.activity(*kinds[number // 2 % len(kinds)])
            else:
                self.good_deed()
            self.contact()
            at = office(at + timedelta(days=self.chance.randint(20, 30)), 9)
        if self.end.month < 11:
            return
        yield max(self.cast.clock.at + timedelta(days=1), office(self.end - timedelta(days=6), 9))
        self.reports()

    def activity(self, kind: ActivityKind, title: str, half_days: int) -> None:
        start = self.clerk.now().replace(minute=0)
        called = self.chance.sample(self.cast.deputies, 7)
        made = activities.enter(
            self.clerk,
            Activity(
                kind=kind,
                title=title,
                starts_at=start,
                ends_at=start + timedelta(hours=3 if half_days == 1 else 8),
                half_days=half_days,
                place="镇政府会议室",
                organiser="镇人大主席团",
                content=f"{title}，听取情况介绍，交流意见。",
            ),
            called,
            [self.picture],
        )
        excused = called[0]
        marks = {
            deputy_id: (
                {"presence": Presence.EXCUSED, "reason": "外出"}
                if deputy_id == excused
                else {"presence": Presence.PRESENT}
            )
            for deputy_id in called
        }
        activities.sign_in(self.clerk, made.id, marks)

    def contact(self) -> None:
        deputy_id = self.chance.choice(self.cast.deputies)
        village = self.chance.randrange(len(self.cast.villages))
        contacts.enter(
            self.clerk,
            Contact(
                deputy_id=deputy_id,
                contacted_on=self.clerk.today,
                way=self.chance.choice(list(ContactWay)),
                place=f"{content.VILLAGES[village]}{self.chance.randint(1, 9)}组",
                voter_name=self.person(),
                phone=f"139{self.chance.randint(10_000_000, 99_999_999)}",
                village_id=self.cast.villages[village],
                content="了解家里生产生活情况，宣传惠农政策。",
                result=ContactResult.EXPLAINED,
                result_words="政策当场讲清楚了。",
            ),
        )

    def good_deed(self) -> None:
        """Entered by the clerk, passed by the vice head; the newest may still wait."""
        kind, title = self.chance.choice(
            (
                (ServiceKind.GOOD_DEED, "帮村里联系修好水渠闸门"),
                (ServiceKind.RELIEF, "看望独居老人，送去米油"),
                (ServiceKind.MEDIATION, "调解两户宅基地排水纠纷"),
            )
        )
        made = entering.enter(
            self.clerk,
            ServiceRecord(
                deputy_id=self.chance.choice(self.cast.deputies),
                kind=kind,
                title=title,
                starts_on=self.clerk.today,
                content=f"{title}，村民满意。",
            ),
        )
        if self.clerk.today < self.end.date() - timedelta(days=LEAST_DAYS):
            entering.review(self.cast.vice, made.id, "情况属实。", passed=True)

    def reports(self) -> None:
        """Two deputies report to their voters, with the ballot counted; their year is summed up."""
        today = self.clerk.today
        for deputy_id in self.cast.deputies[:2]:
            person = self.clerk.get(Deputy, deputy_id)
            made = voter_reports.enter(
                self.clerk,
                VoterReport(
                    deputy_id=deputy_id,
                    year=today.year,
                    reported_on=today,
                    place="石桥村村委会",
                    title=f"关于{today.year}年度履行代表职务情况的报告",
                    body=voter_reports.seed(self.clerk, deputy_id, today.year),
                    voters_expected=50,
                    voters_present=43,
                    teller=self.person(),
                    counter=self.person(),
                    chair=self.cast.vice.staff.name,
                ),
            )
            voter_reports.count(
                self.clerk,
                made.id,
                ballots_given=43,
                ballots_returned=43,
                ballots_valid=42,
                votes_1=30,
                votes_2=9,
                votes_3=2,
                votes_4=1,
                abstained=0,
            )
            summary = year_reviews.seeded(self.clerk, deputy_id, today.year)
            year_reviews.write(self.clerk, person.id, today.year, summary=summary)

    def person(self) -> str:
        return self.chance.choice(content.SURNAMES) + self.chance.choice(content.GIVEN)


def office(moment: datetime, hour: int) -> datetime:
    """The same day or the next that is no Saturday or Sunday, at an hour."""
    found = moment.date()
    while found.weekday() >= 5:
        found += timedelta(days=1)
    return datetime.combine(found, time(hour, 0))


def picture(shade: int) -> bytes:
    """A small grey picture that stands for a photograph."""
    width, height = 48, 32
    rows = b"".join(b"\0" + bytes((shade + across + down) % 256 for across in range(width)) for down in range(height))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (*parts, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + chunks
