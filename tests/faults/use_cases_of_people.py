"""The use cases of deputies, their work, the staff, and the end of a term."""

from __future__ import annotations

from datetime import date, timedelta

from lianluozhan.models import (
    activities,
    contacts,
    deputies,
    deputy_photos,
    groups,
    handovers,
    rosters,
    staff,
    term_closing,
    term_handing,
    term_matters,
    terms,
    voter_reports,
)
from lianluozhan.models.activities import Activity, ActivityKind
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.attendances import Presence
from lianluozhan.models.contacts import Contact
from lianluozhan.models.demo.deputy_work import picture
from lianluozhan.models.deputies import Deputy, Level, Mandate, MandateStatus
from lianluozhan.models.groups import DeputyGroup, GroupMember
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.permissions import Role
from lianluozhan.models.service import entering, year_reviews
from lianluozhan.models.service.record import ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Post, Staff
from lianluozhan.models.term_matters import Owner
from lianluozhan.models.voter_reports import VoterReport
from tests.faults.desk import Desk
from tests.faults.use_case import LETTER, UseCase
from tests.models.term_station import TERM, furnish
from tests.rosters import messy

PHOTO = Enclosed("照片.png", content=picture(90))
MANDATE = Mandate(level=Level.TOWNSHIP, term="第二十届", constituency="第九选区", starts_on=date(2025, 12, 20))


def contact(desk: Desk) -> Contact:
    return Contact(
        deputy_id=1, contacted_on=desk.officer.today, voter_name="孙桂兰", village_id=1, content="看望。" * 20
    )


def record(desk: Desk) -> ServiceRecord:
    return ServiceRecord(
        deputy_id=1, kind=ServiceKind.GOOD_DEED, title="修水渠", starts_on=desk.officer.today, content="修。" * 20
    )


def activity(desk: Desk) -> Activity:
    start = desk.base.at - timedelta(hours=6)
    return Activity(kind=ActivityKind.TRAINING, title="学习", starts_at=start, ends_at=start + timedelta(hours=2))


def entered_activity(desk: Desk) -> int:
    return activities.enter(desk.officer, activity(desk), [1, 3, 4]).id


def report(desk: Desk) -> VoterReport:
    return VoterReport(
        deputy_id=4,
        year=desk.officer.today.year,
        reported_on=desk.officer.today,
        place="村委会",
        title="述职",
        body="履职情况。" * 50,
        voters_expected=50,
        voters_present=43,
        teller="甲",
        counter="乙",
        chair="丙",
    )


def handover(desk: Desk) -> tuple[HandOver, list[handovers.HandOverItem]]:
    wanted = HandOver(
        handed_on=desk.officer.today,
        from_staff_id=desk.officer.staff.id,
        to_staff_id=desk.vice.staff.id,
        witness=desk.head.staff.name,
    )
    return wanted, handovers.open_items_of_staff(desk.head, desk.officer.staff.id)


def group(desk: Desk) -> int:
    deputies.add(desk.officer, Deputy(name="新代表"), [MANDATE])
    return groups.form(desk.officer, DeputyGroup(name="临时小组", formed_on=desk.officer.today)).id


def roster(desk: Desk) -> None:
    desk.folder.mkdir(exist_ok=True)
    messy(desk.folder / "名册.xlsx")


def stored_roster(desk: Desk) -> int:
    roster(desk)
    rosters.store(desk.officer, rosters.plan(desk.officer, desk.folder / "名册.xlsx"))
    return int(desk.officer.value("SELECT max(id) FROM import_batches"))


def term_begun(desk: Desk) -> dict[str, int]:
    """A term that is being closed; what is left behind, and to whom it goes."""
    everything = Session(
        desk.db, desk.head.staff, frozenset(Role), keys=desk.keys, folder=desk.head.folder, now=desk.head.now
    )
    left = furnish(everything)
    return {"term": terms.begin(desk.officer, TERM).id, "to": left.newcomer}


def handed(desk: Desk) -> dict[str, int]:
    found = term_begun(desk)
    hand_all(desk, found)
    return found


def hand_all(desk: Desk, found: dict[str, int]) -> None:
    matters = term_matters.left_behind(desk.officer, desk.officer.get(terms.Term, found["term"]))
    keys = [matter.key for matter in matters]
    term_handing.hand_over(desk.officer, found["term"], keys, Owner("", deputy_id=found["to"]))


def sign_all(desk: Desk, found: dict[str, int]) -> None:
    lists = term_handing.lists_of(desk.officer, desk.officer.get(terms.Term, found["term"]))
    ids = [each.id for each in lists if each.signed_on is None]
    term_handing.sign(desk.officer, found["term"], ids, "陈国栋", desk.officer.today)


def signed(desk: Desk) -> dict[str, int]:
    found = handed(desk)
    sign_all(desk, found)
    return found


def expired(desk: Desk) -> dict[str, int]:
    found = signed(desk)
    term_closing.expire(desk.officer, found["term"])
    return found


PEOPLE = (
    UseCase(
        "add a deputy",
        lambda d, x: deputies.add(d.officer, Deputy(name="新代表"), [MANDATE]),
        covers=["models/deputies.py add"],
    ),
    UseCase(
        "edit a deputy",
        lambda d, x: deputies.edit(d.officer, 1, career="1990年起　务农\n" * 10, phone="13800001111"),
        covers=["models/deputies.py edit"],
    ),
    UseCase(
        "end a mandate",
        lambda d, x: deputies.end_mandate(d.officer, 1, MandateStatus.ENDED, d.officer.today, "工作调动"),
        covers=["models/deputies.py end_mandate"],
    ),
    UseCase(
        "photo of a deputy",
        lambda d, x: deputy_photos.put_photo(d.officer, 1, PHOTO),
        covers=["models/deputy_photos.py put_photo"],
    ),
    UseCase(
        "form a group",
        lambda d, x: groups.form(d.officer, DeputyGroup(name="临时小组", formed_on=d.officer.today)),
        covers=["models/groups.py form"],
    ),
    UseCase(
        "join a group",
        lambda d, x: groups.join(d.officer, x, d.officer.value("SELECT max(id) FROM deputies"), d.officer.today),
        group,
        ["models/groups.py join"],
    ),
    UseCase(
        "leave a group",
        lambda d, x: groups.leave(d.officer, x, d.officer.today),
        lambda d: d.officer.select(GroupMember, "ends_on IS NULL")[2].id,
        ["models/groups.py leave"],
    ),
    UseCase("enter a contact", lambda d, x: contacts.enter(d.officer, contact(d)), covers=["models/contacts.py enter"]),
    UseCase(
        "edit a contact",
        lambda d, x: contacts.edit(d.officer, x, content="改过"),
        lambda d: contacts.enter(d.officer, contact(d)).id,
        ["models/contacts.py edit"],
    ),
    UseCase(
        "void a contact",
        lambda d, x: contacts.void(d.head, x, "重复"),
        lambda d: contacts.enter(d.officer, contact(d)).id,
        ["models/contacts.py void"],
    ),
    UseCase(
        "enter a good deed",
        lambda d, x: entering.enter(d.officer, record(d), [LETTER]),
        covers=["models/service/entering.py enter"],
    ),
    UseCase(
        "review a good deed",
        lambda d, x: entering.review(d.vice, x, "属实", passed=True),
        lambda d: entering.enter(d.officer, record(d)).id,
        ["models/service/entering.py review"],
    ),
    UseCase(
        "enter an activity",
        lambda d, x: activities.enter(d.officer, activity(d), [1, 3, 4, 5], [PHOTO]),
        covers=["models/activities.py enter"],
    ),
    UseCase(
        "sign in at an activity",
        lambda d, x: activities.sign_in(d.officer, x, {n: {"presence": Presence.PRESENT} for n in (1, 3, 4)}),
        entered_activity,
        ["models/activities.py sign_in"],
    ),
    UseCase(
        "void an activity",
        lambda d, x: activities.void(d.head, x, "取消"),
        entered_activity,
        ["models/activities.py void"],
    ),
    UseCase(
        "report to the voters",
        lambda d, x: voter_reports.enter(d.officer, report(d)),
        covers=["models/voter_reports.py enter"],
    ),
    UseCase(
        "year review",
        lambda d, x: year_reviews.write(d.officer, 4, d.officer.today.year, summary="全年履职。" * 20),
        covers=["models/service/year_reviews.py write"],
    ),
    UseCase(
        "take in a roster",
        lambda d, x: rosters.store(d.officer, rosters.plan(d.officer, d.folder / "名册.xlsx")),
        roster,
        ["models/rosters/storing.py store"],
    ),
    UseCase(
        "take a roster back",
        lambda d, x: rosters.take_back(d.officer, x),
        stored_roster,
        ["models/rosters/storing.py take_back"],
    ),
    UseCase(
        "add a member of the staff",
        lambda d, x: staff.add_staff(d.administrator, Staff(name="新来的"), Post.WORKER, d.officer.today),
        covers=["models/staff.py add_staff"],
    ),
    UseCase(
        "write a hand-over list",
        lambda d, x: handovers.write(d.head, *handover(d)),
        covers=["models/handovers/writing.py write"],
    ),
    UseCase(
        "sign a hand-over list",
        lambda d, x: handovers.note_signed(d.head, x, d.officer.today, LETTER),
        lambda d: handovers.write(d.head, *handover(d)).id,
        ["models/handovers/writing.py note_signed"],
    ),
)
TERM_END = (
    UseCase("hand over a term", hand_all, term_begun, ["models/term_handing.py hand_over"]),
    UseCase("sign the lists of a term", sign_all, handed, ["models/term_handing.py sign"]),
    UseCase(
        "expire the mandates",
        lambda d, x: term_closing.expire(d.officer, x["term"]),
        signed,
        ["models/term_closing.py expire"],
    ),
    UseCase(
        "close the term", lambda d, x: term_closing.close(d.head, x["term"]), expired, ["models/term_closing.py close"]
    ),
)
