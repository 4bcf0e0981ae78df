"""工作人员: who works here, in which posts since when (2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lianluozhan.models import handovers, people_files, staff
from lianluozhan.models.accounts import Account
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.deputies import EDUCATIONS, PARTIES
from lianluozhan.models.listing import Listing
from lianluozhan.models.session import Session
from lianluozhan.models.shown_numbers import ask_for, in_sight, is_shown
from lianluozhan.models.staff import Appointment, Post, Sex, Staff

from ...attempt import attempt
from ...editors import (
    AttachmentEditor,
    IdentityEditor,
    LineEditor,
    NameEditor,
    PhoneEditor,
    PickEditor,
    TextEditor,
)
from ...field_column import FieldColumn
from ...record_table import Column
from ..opinion.record_parts import show_file
from ..registers.known_words import KnownWordsEditor
from ..sections.section import (
    RETIRED,
    Act,
    Entry,
    Shown,
    TableSection,
    month_words,
    needed,
    needed_day,
    one_of,
    span_words,
)
from ..sections.voiding import day_words
from .handover_section import hand_over

POSTS = [(post, post.label) for post in Post]
ORDER = [post.value for post in Post]
FORM, ROSTER = "F02", "F02R"
PICTURES = "照片 (*.jpg *.jpeg *.png)"
FACTS = (
    *("sex", "nationality", "born_on", "party", "education", "organisation_post", "phone", "duties"),
    *("pledged_on", "training", "note"),
)


def _posts(codes: str) -> str:
    held = sorted(set(codes.split(",")), key=ORDER.index)
    return "、".join(Post(code).label for code in held)


class StaffSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "staff", "工作人员", "users", "位"
    RECORD = Staff
    ADD, PERMISSION, FIND = "添加工作人员", "staff.edit", "查找姓名、单位、电话"
    EMPTY = ("还没有工作人员", "站长、副站长、联络员和其他工作人员都记在这里。")
    COLUMNS = (
        Column("姓名", "name", width=110),
        Column("站内职务", "posts", _posts, width=150),
        Column("单位及职务", "organisation_post"),
        RETIRED,
    )

    def listing(self) -> Listing:
        return staff.listing(self.session, self.words, retired=self.retired)

    def in_use(self) -> int:
        return staff.listing(self.session).count()

    def shown(self, record_id: int) -> Shown:
        person = self.session.get(Staff, record_id)
        held = staff.appointments(self.session, record_id)
        now = [post.post for post in held if self._is_running(post)]
        accounts = self.session.select(Account, "staff_id = ? AND retired_on IS NULL", (record_id,))
        account = "；".join(f"{a.user_name}（{'、'.join(role.label for role in a.roles)}）" for a in accounts)
        state, tone = ("已离任", "calm") if person.retired_on else ("在岗", "good")
        return Shown(
            title=person.name,
            subtitle="、".join(post.label for post in now) or ("" if person.retired_on else "现在没有站内职务"),
            state=state,
            tone=tone,
            facts=(*_facts(person), ("登录账号", account or "没有账号"), ("备注", person.note)),
            acts=self._acts(person),
            entries_title="任职、证件和照片",
            entries=(*(self._entry(person, post, held) for post in held), *self._kept(person)),
            entry_acts=self._entry_acts(person),
            hint="账号的建立、岗位和重设密码在“系统”里办理。",
        )

    # Acts ------------------------------------------------------------------------------------------------------------

    def list_acts(self) -> tuple[Act, ...]:
        if not self.session.may("print.form"):
            return ()
        return (
            Act("打印名册", self._print_roster, icon="printer"),
            Act("打印空表", lambda: self.page.print_blank(FORM)),
        )

    def _print_roster(self) -> None:
        ids = [int(row["id"]) for row in self.listing().page(staff.MOST)]
        if ids:
            self.page.print_sheets(ROSTER, ids)
        else:
            self.page.print_blank(ROSTER)

    def _acts(self, person: Staff) -> tuple[Act, ...]:
        printing: tuple[Act, ...] = ()
        if self.session.may("print.form"):
            go = Act("打印", lambda: self.page.print_sheets(FORM, [person.id]), icon="printer", key="Ctrl+P")
            printing = (go,)
        if not self.may_edit:
            return printing
        if person.retired_on:
            back = self.back_act(lambda: staff.bring_back_staff(self.session, person.id))
            return (back, *printing, self.edit_act(person.id))
        return (Act("办理离任", lambda: self._leave(person), "danger"), *printing, self.edit_act(person.id))

    def _entry_acts(self, person: Staff) -> tuple[Act, ...]:
        acts = []
        if self.session.may("handover.write"):
            acts.append(Act("办理交接", lambda: hand_over(self.page, person.id)))
        if self.may_edit and not person.retired_on:
            acts.append(Act("增加任职", lambda: self._appoint(person), icon="plus"))
        return tuple(acts)

    def _kept(self, person: Staff) -> Iterator[Entry]:
        """His identity number and his photograph."""
        if person.id_number:
            shown, acts = is_shown(self.session, Staff.TABLE, person.id), []
            if not shown and self.session.may("deputy.unmask"):
                acts.append(Act("显示身份证号", lambda: self._show_number(person), icon="eye"))
            number = in_sight(self.session, Staff.TABLE, person.id, person.id_number)
            words = f"{number}　十分钟以后再隐去" if shown else number
            yield Entry("身份证号", words, "全部显示" if shown else "中间隐去", "calm", tuple(acts))
        photo, acts = people_files.photo_of(self.session, person.id), []
        if photo and self.session.may("attachment.read"):
            acts.append(Act("看照片", lambda: self._see_photo(photo), icon="image"))
        if self.may_edit and not person.retired_on:
            acts.append(Act("换照片" if photo else "放照片", lambda: self._put_photo(person), icon="upload"))
        yield Entry("照片", photo.name if photo else "", "已放" if photo else "没有", "calm", tuple(acts))

    def _show_number(self, person: Staff) -> None:
        """On the screen, and on what is printed, for ten minutes; the log keeps that it was asked for."""
        attempt(self.page, lambda: ask_for(self.session, Staff.TABLE, person.id))
        self.page.open_record(person.id)

    def _see_photo(self, photo: Attachment) -> None:
        attempt(self.page, lambda: show_file(self.session, photo.id))

    def _put_photo(self, person: Staff) -> None:
        drawer = self.drawer("换照片" if people_files.photo_of(self.session, person.id) else "放照片", person.name)
        drawer.fields.put("照片", AttachmentEditor("photo", kinds=PICTURES), required=True, hint="近期一寸或两寸证件照")

        def act(values: dict[str, Any]) -> Attachment:
            return people_files.put_photo(
                self.session, person.id, needed({"photo": (values["photo"] or [None])[0]}, "photo", "照片")
            )

        drawer.open(act, lambda _: self.page.open_record(person.id))

    def _is_running(self, post: Appointment) -> bool:
        return staff.is_running(post, self.session.today)

    def _entry(self, person: Staff, post: Appointment, held: list[Appointment]) -> Entry:
        running, coming = self._is_running(post), bool(post.starts_on and post.starts_on > self.session.today)
        acts = []
        if self.may_edit and not post.ends_on:
            acts.append(Act("由他人接任", lambda: self._succeed(person, post)))
            acts.append(Act("结束任职", lambda: self._end(person, post)))
        if self.may_edit:
            acts.append(Act("改起止日期", lambda: self._correct(person, post)))
        state = "在任" if running else "未到任" if coming else "已结束"
        tone = "good" if running else "wait" if coming else "calm"
        beside = "、".join(dict.fromkeys(each.post.label for each in staff.held_beside(held, post)))
        words = [span_words(post.starts_on, post.ends_on), f"同时任{beside}" if beside else "", post.note]
        return Entry(post.post.label, "　".join(part for part in words if part), state, tone, tuple(acts))

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("添加工作人员")
        fields = drawer.fields
        fields.put("姓名", NameEditor("name", max_length=50), required=True)
        fields.put("站内职务", one_of("post", POSTS, Post.LIAISON_OFFICER), required=True)
        fields.put("任职起", self.day("starts_on", self.session.today), required=True)
        _put_facts(self, fields)

        def act(values: dict[str, Any]) -> Staff:
            first, post = needed_day(values, "starts_on", "任职起"), values.pop("post")
            del values["starts_on"]
            return staff.add_staff(self.session, Staff(**values), post, first)

        self.keep_draft(drawer)
        drawer.open(act, self.stored)

    def edit(self, record_id: int) -> None:
        person = self.session.get(Staff, record_id)
        drawer = self.drawer("修改工作人员", person.name)
        drawer.fields.put("姓名", NameEditor("name", max_length=50), required=True)
        hidden = bool(person.id_number) and not is_shown(self.session, Staff.TABLE, record_id)
        _put_facts(self, drawer.fields, number_hint="已经填过，空着就不改" if hidden else "")
        drawer.fields.set_values({name: getattr(person, name) for name in ("name", *FACTS)})
        drawer.fields.set_values({"id_number": "" if hidden else person.id_number})
        self.keep_draft(drawer, person)

        def act(values: dict[str, Any]) -> Staff:
            if hidden and not values["id_number"]:
                del values["id_number"]
            return staff.edit_staff(self.session, record_id, **values)

        drawer.open(act, self.stored)

    def _appoint(self, person: Staff) -> None:
        drawer = self.drawer("增加任职", person.name)
        drawer.fields.put("站内职务", one_of("post", POSTS, Post.LIAISON_OFFICER), required=True)
        drawer.fields.put("任职起", self.day("starts_on", self.session.today), required=True)
        drawer.fields.put("任职止", self.day("ends_on"), hint="还不知道就空着")
        drawer.open(
            lambda v: staff.appoint(
                self.session, person.id, v["post"], needed_day(v, "starts_on", "任职起"), v["ends_on"]
            ),
            lambda _: self.page.open_record(person.id),
        )

    def _succeed(self, person: Staff, post: Appointment) -> None:
        drawer = self.drawer(f"接任{post.post.label}", f"现任：{person.name}", act="接任")
        others = [entry for entry in staff.choices(self.session) if entry[0] != person.id]
        drawer.fields.put(
            "接任的人",
            PickEditor("staff_id", others, names=True),
            required=True,
            hint="名单里没有的，先添加工作人员，再来接任",
        )
        drawer.fields.put("接任日期", self.day("starts_on", self.session.today), required=True)
        drawer.fields.add_words(f"{person.name}的{post.post.label}任期到接任日期的前一天结束，两个人的任职都留有记录。")
        _say_open(self.session, drawer.fields, person)
        drawer.open(
            lambda v: staff.succeed(
                self.session,
                needed(v, "staff_id", "接任的人"),
                post.post,
                needed_day(v, "starts_on", "接任日期"),
                appointment_id=post.id,
            ),
            lambda made: self.page.open_record(made.staff_id),
        )

    def _end(self, person: Staff, post: Appointment) -> None:
        drawer = self.drawer(f"结束任职：{post.post.label}", person.name, act="结束任职")
        drawer.fields.put("任职止", self.day("on", self.session.today), required=True, hint="最后任职的一天")
        if post.post is Post.HEAD:
            drawer.fields.add_words("结束以后站里没有站长，待审批的件没有人能批。有人接任时请用“由他人接任”。")
        _say_open(self.session, drawer.fields, person)
        drawer.open(
            lambda v: staff.end_appointment(self.session, post.id, needed_day(v, "on", "任职止")),
            lambda _: self.page.open_record(person.id),
        )

    def _correct(self, person: Staff, post: Appointment) -> None:
        drawer = self.drawer(f"改起止日期：{post.post.label}", person.name)
        drawer.fields.put("任职起", self.day("starts_on", post.starts_on), required=True)
        drawer.fields.put("任职止", self.day("ends_on", post.ends_on), hint="还在任就空着")
        drawer.open(
            lambda v: staff.correct_appointment(
                self.session, post.id, needed_day(v, "starts_on", "任职起"), v["ends_on"]
            ),
            lambda _: self.page.open_record(person.id),
        )

    def _leave(self, person: Staff) -> None:
        drawer = self.drawer("办理离任", person.name, act="办理离任")
        drawer.fields.put("离任日期", self.day("on", self.session.today), required=True)
        drawer.fields.add_words("站内任职到这一天结束，以后选人时不再列出；经办过的件还记在他名下。")
        _say_open(self.session, drawer.fields, person)
        drawer.open(lambda v: staff.retire_staff(self.session, person.id, needed_day(v, "on", "离任日期")))


def _put_facts(section: StaffSection, fields: FieldColumn, number_hint: str = "") -> None:
    fields.put("性别", one_of("sex", [(sex, sex.label) for sex in Sex], empty="不填"))
    fields.put("单位及职务", LineEditor("organisation_post", max_length=60), hint="例如 镇人大主席")
    fields.put("联系电话", PhoneEditor("phone", max_length=30))
    fields.put("分工", LineEditor("duties", max_length=200))
    fields.put("民族", LineEditor("nationality", max_length=20))
    fields.put("出生年月", section.day("born_on"), hint="只知道年月的，日填 1 日")
    fields.put("政治面貌", KnownWordsEditor("party", PARTIES))
    fields.put("学历", KnownWordsEditor("education", EDUCATIONS))
    fields.put("身份证号", IdentityEditor("id_number", max_length=18), hint=number_hint)
    fields.put("保密承诺日期", section.day("pledged_on"), hint="签保密承诺书的那一天")
    fields.put("培训情况", TextEditor("training", lines=2, max_length=2000))
    fields.put("备注", LineEditor("note", max_length=200))


def _say_open(session: Session, fields: FieldColumn, person: Staff) -> None:
    """What he still has in hand, where a post of his ends."""
    items = handovers.open_items_of_staff(session, person.id)
    count = sum(1 for item in items if item.record_id and item.record_table != Account.TABLE)
    if count:
        fields.add_words(f"{person.name}手里还有 {count} 项没有办完，请用“办理交接”列出清单，交给接手的人。")


def _facts(person: Staff) -> tuple[tuple[str, str], ...]:
    return (
        ("性别", person.sex.label if person.sex else ""),
        ("民族", person.nationality),
        ("出生年月", month_words(person.born_on)),
        ("政治面貌", person.party),
        ("学历", person.education),
        ("联系电话", person.phone),
        ("单位职务", person.organisation_post),
        ("分工", person.duties),
        ("保密承诺", day_words(person.pledged_on)),
        ("培训情况", person.training),
    )
