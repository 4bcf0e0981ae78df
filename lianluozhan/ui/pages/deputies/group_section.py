"""代表小组: who is in which group since when, who leads it, which deputies are in none (2.2.4)."""

from __future__ import annotations

from datetime import date, timedelta

from lianluozhan.models import deputies, groups
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.groups import DeputyGroup, GroupMember, GroupPost
from lianluozhan.models.listing import Listing

from ...editors import ChoiceEditor, LineEditor, PickEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..sections.section import RETIRED, Act, Entry, Shown, TableSection, needed, needed_day, one_of, span_words

POSTS = [(post, post.label) for post in GroupPost]
FIELDS = ("name", "formed_on", "place", "note")


class GroupSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "groups", "代表小组", "users", "个小组"
    RECORD = DeputyGroup
    ADD, PERMISSION, FIND = "添加小组", "group.edit", "查找小组名称、活动地点"
    EMPTY = ("还没有代表小组", "把在任代表编成小组，每个小组指定一位组长，小组活动就记到每位代表的档案里。")
    COLUMNS = (
        Column("小组名称", "name"),
        Column("组长", "leader", width=110),
        Column("代表", "people", lambda count: f"{count} 位", width=72),
        RETIRED,
    )

    def listing(self) -> Listing:
        return groups.listing(self.session, self.words, retired=self.retired)

    def in_use(self) -> int:
        return len(groups.choices(self.session))

    def found_words(self, listed: int) -> str:
        left = len(groups.without_group(self.session))
        return f"{super().found_words(listed)}，还有 {left} 位代表没有编组" if left else super().found_words(listed)

    def shown(self, record_id: int) -> Shown:
        group = self.session.get(DeputyGroup, record_id)
        now = [] if group.retired_on else groups.members(self.session, record_id, self.session.today)
        before = groups.earlier_members(self.session, record_id, self.session.today)
        if group.retired_on:
            before = groups.earlier_members(self.session, record_id, date.max)
        lead = next((self._name(each) for each in now if each.post is GroupPost.LEADER), "")
        left = "、".join(words for _, words in groups.without_group(self.session))
        return Shown(
            title=group.name,
            subtitle=f"组长 {lead}，{len(now)} 位代表" if lead else f"{len(now)} 位代表",
            state="停用" if group.retired_on else "在用",
            tone="calm" if group.retired_on else "good",
            facts=(
                ("成立日期", _day_words(group.formed_on)),
                ("活动地点", group.place),
                ("备注", group.note),
                ("没有编组的代表", left or "都编组了"),
            ),
            hint="" if group.retired_on else "".join(groups.doubts(self.session, record_id)),
            acts=self._acts(group),
            entries_title="组里的代表",
            entries=(*(self._entry(group, each) for each in now), *(self._earlier(each) for each in before)),
            entry_acts=self._entry_acts(group),
        )

    def _name(self, member: GroupMember) -> str:
        return self.session.get(Deputy, member.deputy_id or 0).name

    def _acts(self, group: DeputyGroup) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        if group.retired_on:
            back = self.back_act(lambda: groups.edit(self.session, group.id, retired_on=None))
            return (back, self.edit_act(group.id))
        return (Act("停用", lambda: self._dissolve(group), "danger"), self.edit_act(group.id))

    def _entry_acts(self, group: DeputyGroup) -> tuple[Act, ...]:
        if not self.may_edit or group.retired_on:
            return ()
        return (Act("编入代表", lambda: self._join(group), icon="user-round-plus"),)

    def _entry(self, group: DeputyGroup, member: GroupMember) -> Entry:
        acts = []
        if self.may_edit and member.post is not GroupPost.LEADER:
            words = "接任组长" if groups.leader(self.session, group.id, self.session.today) else "任组长"
            acts.append(Act(words, lambda: self._lead(member)))
        if self.may_edit:
            acts += [
                Act("改组内职务", lambda: self._appoint(member)),
                Act("出组", lambda: self._leave(member)),
            ]
        tone = "good" if member.post is GroupPost.LEADER else "calm"
        since = span_words(member.starts_on, member.ends_on)
        return Entry(self._name(member), since, member.post.label, tone, tuple(acts))

    def _earlier(self, member: GroupMember) -> Entry:
        detail = f"{member.post.label}　{span_words(member.starts_on, member.ends_on)}"
        return Entry(self._name(member), detail, "以前", "calm")

    # Drawers -------------------------------------------------------------------------------------------------------

    def _put_fields(self, fields: FieldColumn) -> None:
        fields.put("小组名称", LineEditor("name", max_length=30), required=True, hint="例如 第一代表小组")
        fields.put("成立日期", self.day("formed_on"))
        fields.put("活动地点", LineEditor("place", max_length=80))
        fields.put("备注", LineEditor("note", max_length=200))

    def add(self) -> None:
        drawer = self.drawer("添加小组")
        self._put_fields(drawer.fields)
        self.keep_draft(drawer)
        drawer.open(lambda values: groups.form(self.session, DeputyGroup(**values)), self.stored)

    def edit(self, record_id: int) -> None:
        group = self.session.get(DeputyGroup, record_id)
        drawer = self.drawer("修改小组", group.name)
        self._put_fields(drawer.fields)
        drawer.fields.set_values({name: getattr(group, name) for name in FIELDS})
        self.keep_draft(drawer, group)
        drawer.open(lambda values: groups.edit(self.session, record_id, **values), self.stored)

    def _join(self, group: DeputyGroup) -> None:
        drawer = self.drawer("编入代表", group.name, act="编入")
        there = {each.deputy_id for each in groups.members(self.session, group.id, self.session.today)}
        free = groups.without_group(self.session)
        others = [each for each in deputies.choices(self.session) if each not in free]
        offered = [each for each in (*free, *others) if each[0] not in there]
        drawer.fields.put(
            "代表", PickEditor("deputy_id", offered, names=True), required=True, hint="没有编组的排在前面"
        )
        drawer.fields.put("组内职务", self._post(GroupPost.MEMBER), required=True)
        drawer.fields.put("入组日期", self.day("starts_on", self.session.today), required=True)
        drawer.open(
            lambda v: groups.join(
                self.session,
                group.id,
                needed(v, "deputy_id", "代表"),
                needed_day(v, "starts_on", "入组日期"),
                v["post"],
            ),
            lambda _: self.page.open_record(group.id),
        )

    def _post(self, post: GroupPost) -> ChoiceEditor:
        return one_of("post", POSTS, post)

    def _appoint(self, member: GroupMember) -> None:
        drawer = self.drawer("改组内职务", self._name(member))
        drawer.fields.put("组内职务", self._post(member.post), required=True)
        drawer.fields.put("从哪天起", self.day("on", self.session.today), required=True)
        drawer.open(
            lambda v: groups.appoint(self.session, member.id, v["post"], needed_day(v, "on", "从哪天起")),
            lambda _: self.page.open_record(member.group_id or 0),
        )

    def _lead(self, member: GroupMember) -> None:
        first = groups.leader(self.session, member.group_id or 0, self.session.today)
        drawer = self.drawer("接任组长" if first else "任组长", self._name(member), act="保存")
        drawer.fields.put("从哪天起", self.day("on", self.session.today), required=True)
        if first:
            drawer.fields.add_words(f"原来的组长{self._name(first)}任到前一天，以后是组员。")
        drawer.open(
            lambda v: groups.appoint(
                self.session, member.id, GroupPost.LEADER, needed_day(v, "on", "从哪天起"), succeed=True
            ),
            lambda _: self.page.open_record(member.group_id or 0),
        )

    def _leave(self, member: GroupMember) -> None:
        drawer = self.drawer("出组", self._name(member), act="出组")
        drawer.fields.put(
            "出组日期", self.day("ends_on", self._yesterday(member)), required=True, hint="在组里的最后一天"
        )
        drawer.fields.add_words("从第二天起不在组里；在组里的日子留在记录里。")
        drawer.open(
            lambda v: groups.leave(self.session, member.id, needed_day(v, "ends_on", "出组日期")),
            lambda _: self.page.open_record(member.group_id or 0),
        )

    def _yesterday(self, member: GroupMember) -> date:
        """The usual last day; who came in today has no earlier one."""
        return max(self.session.today - timedelta(days=1), member.starts_on or date.min)

    def _dissolve(self, group: DeputyGroup) -> None:
        self.ask(
            f"停用“{group.name}”？",
            "组里的代表从今天起出组，要另外编组；小组以前的活动和代表都留着。",
            "停用",
            "不停用",
            lambda: groups.dissolve(self.session, group.id, self.session.today - timedelta(days=1)),
        )


def _day_words(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
