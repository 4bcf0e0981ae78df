"""承办单位 and 村（社区）: offered in choosers until they are taken out of use."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import places
from lianluozhan.models.listing import Listing
from lianluozhan.models.places import BodyKind, HandlingBody, Village, VillageKind

from ...editors import LineEditor, NameEditor, PhoneEditor
from ...field_column import FieldColumn
from ...record_table import Column
from ..sections.section import RETIRED, Act, Shown, TableSection, one_of

KEPT = "以后登记和交办时不再列出；已经办的件还记着它，也可以重新启用。"
BODY = ("name", "short_name", "kind", "contact", "phone", "address")
VILLAGE = ("name", "kind", "constituency")


class BodySection(TableSection):
    KEY, LABEL, ICON = "bodies", "承办单位", "building-2"
    RECORD = HandlingBody
    ADD, PERMISSION, FIND = "添加承办单位", "handling_body.edit", "查找名称、简称、联系人、电话"
    EMPTY = ("还没有承办单位", "办理社情民意的部门、村（社区）和上级机关都记在这里，交办时从中选。")
    COLUMNS = (
        Column("单位名称", "name"),
        Column("类型", "kind", lambda code: BodyKind(code).label, width=116),
        Column("联系人", "contact", width=110),
        RETIRED,
    )

    def listing(self) -> Listing:
        return places.listing(self.session, HandlingBody, self.words, retired=self.retired)

    def in_use(self) -> int:
        return places.listing(self.session, HandlingBody).count()

    def shown(self, record_id: int) -> Shown:
        body = self.session.get(HandlingBody, record_id)
        retired = body.retired_on is not None
        return Shown(
            title=body.name,
            subtitle=body.kind.label,
            state="停用" if retired else "在用",
            tone="calm" if retired else "good",
            facts=(
                ("简称", body.short_name),
                ("联系人", body.contact),
                ("联系电话", body.phone),
                ("地址", body.address),
            ),
            acts=self._acts(body),
        )

    def _acts(self, body: HandlingBody) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        if body.retired_on:
            back = self.back_act(lambda: places.bring_back(self.session, HandlingBody, body.id))
            return (back, self.edit_act(body.id))
        if body.kind is BodyKind.STATION:
            return (self.edit_act(body.id),)
        return (Act("停用", lambda: self._retire(body), "danger"), self.edit_act(body.id))

    def _retire(self, body: HandlingBody) -> None:
        deed = lambda: places.retire(self.session, HandlingBody, body.id)  # noqa: E731
        self.ask(f"停用“{body.name}”？", KEPT, "停用", "不停用", deed)

    def add(self) -> None:
        drawer = self.drawer("添加承办单位")
        self._put(drawer.fields, HandlingBody())
        self.keep_draft(drawer)
        drawer.open(lambda values: places.add(self.session, HandlingBody(**values)), self.stored)

    def edit(self, record_id: int) -> None:
        body = self.session.get(HandlingBody, record_id)
        drawer = self.drawer("修改承办单位", body.name)
        self._put(drawer.fields, body)
        self.keep_draft(drawer, body)
        drawer.open(lambda values: places.edit(self.session, HandlingBody, record_id, **values), self.stored)

    def _put(self, fields: FieldColumn, body: HandlingBody) -> None:
        kinds = [(kind, kind.label) for kind in BodyKind if kind is not BodyKind.STATION]
        fields.put("单位名称", LineEditor("name", max_length=50), required=True, hint="写全称，交办单上就这样印")
        fields.put("简称", LineEditor("short_name", max_length=20), hint="列表里用，导入表格时也认得")
        if body.kind is not BodyKind.STATION:
            fields.put("类型", one_of("kind", kinds), required=True)
        fields.put("联系人", NameEditor("contact", max_length=50))
        fields.put("联系电话", PhoneEditor("phone", max_length=30))
        fields.put("地址", LineEditor("address", max_length=80))
        fields.set_values({name: getattr(body, name) for name in BODY})


class VillageSection(TableSection):
    KEY, LABEL, ICON = "villages", "村（社区）", "map-pin"
    RECORD = Village
    ADD, PERMISSION, FIND = "添加村（社区）", "village.edit", "查找名称、选区"
    EMPTY = ("还没有村（社区）", "本乡镇（街道）的村和社区记在这里，登记社情民意时从中选。")
    COLUMNS = (
        Column("名称", "name"),
        Column("类型", "kind", lambda code: VillageKind(code).label, width=90),
        Column("选区", "constituency"),
        RETIRED,
    )

    def listing(self) -> Listing:
        return places.listing(self.session, Village, self.words, retired=self.retired)

    def in_use(self) -> int:
        return places.listing(self.session, Village).count()

    def shown(self, record_id: int) -> Shown:
        village = self.session.get(Village, record_id)
        retired = village.retired_on is not None
        return Shown(
            title=village.name,
            subtitle=village.kind.label,
            state="停用" if retired else "在用",
            tone="calm" if retired else "good",
            facts=(("选区", village.constituency),),
            acts=self._acts(village),
        )

    def _acts(self, village: Village) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        if village.retired_on:
            back = self.back_act(lambda: places.bring_back(self.session, Village, village.id))
            return (back, self.edit_act(village.id))
        return (Act("停用", lambda: self._retire(village), "danger"), self.edit_act(village.id))

    def _retire(self, village: Village) -> None:
        deed = lambda: places.retire(self.session, Village, village.id)  # noqa: E731
        self.ask(f"停用“{village.name}”？", KEPT, "停用", "不停用", deed)

    def add(self) -> None:
        drawer = self.drawer("添加村（社区）")
        self._put(drawer.fields, Village())
        self.keep_draft(drawer)
        drawer.open(lambda values: places.add(self.session, Village(**values)), self.stored)

    def edit(self, record_id: int) -> None:
        village = self.session.get(Village, record_id)
        drawer = self.drawer("修改村（社区）", village.name)
        self._put(drawer.fields, village)
        self.keep_draft(drawer, village)
        drawer.open(lambda values: places.edit(self.session, Village, record_id, **values), self.stored)

    def _put(self, fields: FieldColumn, village: Any) -> None:
        fields.put("名称", LineEditor("name", max_length=30), required=True)
        fields.put("类型", one_of("kind", [(kind, kind.label) for kind in VillageKind]), required=True)
        fields.put("选区", LineEditor("constituency", max_length=50))
        fields.set_values({name: getattr(village, name) for name in VILLAGE})
