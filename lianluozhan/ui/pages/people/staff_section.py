"""工作人员: who works here, in which posts since when (2.2)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import staff
from lianluozhan.models.accounts import Account
from lianluozhan.models.listing import Listing
from lianluozhan.models.staff import Appointment, Post, Sex, Staff

from ...editors import LineEditor, NameEditor, PhoneEditor, PickEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..sections.section import RETIRED, Act, Entry, Shown, TableSection, needed, needed_day, one_of, span_words

POSTS = [(post, post.label) for post in Post]
ORDER = [post.value for post in Post]


def _posts(codes: str) -> str:
    held = sorted(set(codes.split(",")), key=ORDER.index)
    return "、".join(Post(code).label for code in held)


class StaffSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "staff", "工作人员", "users", "位"
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
            facts=(
                ("性别", person.sex.label if person.sex else ""),
                ("联系电话", person.phone),
                ("单位职务", person.organisation_post),
                ("分工", person.duties),
                ("登录账号", account or "没有账号"),
                ("备注", person.note),
            ),
            acts=self._acts(person),
            entries_title="站内任职",
            entries=tuple(self._entry(person, post) for post in held),
            entry_acts=self._entry_acts(person),
            hint="账号的建立、岗位和重设密码在“系统”里办理。",
        )

    def _acts(self, person: Staff) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        if person.retired_on:
            return (self.back_act(lambda: staff.bring_back_staff(self.session, person.id)), self.edit_act(person.id))
        return (Act("办理离任", lambda: self._leave(person), "danger"), self.edit_act(person.id))

    def _entry_acts(self, person: Staff) -> tuple[Act, ...]:
        if not self.may_edit or person.retired_on:
            return ()
        return (Act("增加任职", lambda: self._appoint(person), icon="plus"),)

    def _is_running(self, post: Appointment) -> bool:
        today = self.session.today
        return (post.starts_on or today) <= today and (post.ends_on is None or post.ends_on >= today)

    def _entry(self, person: Staff, post: Appointment) -> Entry:
        running, coming = self._is_running(post), bool(post.starts_on and post.starts_on > self.session.today)
        acts = []
        if self.may_edit and not post.ends_on:
            acts.append(Act("由他人接任", lambda: self._succeed(person, post)))
            acts.append(Act("结束任职", lambda: self._end(person, post)))
        if self.may_edit:
            acts.append(Act("改起止日期", lambda: self._correct(person, post)))
        state = "在任" if running else "未到任" if coming else "已结束"
        tone = "good" if running else "wait" if coming else "calm"
        return Entry(post.post.label, span_words(post.starts_on, post.ends_on), state, tone, tuple(acts))

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        drawer = self.drawer("添加工作人员")
        fields = drawer.fields
        fields.put("姓名", NameEditor("name", max_length=50), required=True)
        fields.put("站内职务", one_of("post", POSTS, Post.LIAISON_OFFICER), required=True)
        fields.put("任职起", self.day("starts_on", self.session.today), required=True)
        self._put_facts(fields)

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
        self._put_facts(drawer.fields)
        names = ("name", "sex", "organisation_post", "phone", "duties", "note")
        drawer.fields.set_values({name: getattr(person, name) for name in names})
        self.keep_draft(drawer, person)
        drawer.open(lambda values: staff.edit_staff(self.session, record_id, **values), self.stored)

    def _put_facts(self, fields: FieldColumn) -> None:
        fields.put("性别", one_of("sex", [(sex, sex.label) for sex in Sex], empty="不填"))
        fields.put("单位及职务", LineEditor("organisation_post", max_length=60), hint="例如 镇人大主席")
        fields.put("联系电话", PhoneEditor("phone", max_length=30))
        fields.put("分工", LineEditor("duties", max_length=200))
        fields.put("备注", LineEditor("note", max_length=200))

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
        drawer.open(lambda v: staff.retire_staff(self.session, person.id, needed_day(v, "on", "离任日期")))
