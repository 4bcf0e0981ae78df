"""The short jobs about sticks: registering one that is plugged in, its name and place, marking it anew, retiring it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lianluozhan.models import sticks
from lianluozhan.models.errors import RuleError
from lianluozhan.models.sticks import Stick

from ...attempt import attempt
from ...drawer import Drawer
from ...editors import ChoiceEditor, LineEditor
from ...question import ask_reason
from .places import Place

if TYPE_CHECKING:
    from .backup_section import BackupSection

NEW = "new"
NAME_HINT = "写在 U 盘外面的叫法，例如：红色 1 号"
PLACE_HINT = "用完放回哪里，例如：站长办公室保险柜"


def register(section: BackupSection, place: Place | None = None) -> Drawer | None:
    """Make a stick that is plugged in one of the station's own, or mark one anew that was formatted."""
    free = [each for each in section.places.found() if each.is_removable and each.stick is None]
    if place is None:
        if not free:
            attempt(section, _nothing_plugged_in)
            return None
        place = free[0]
    about, note = f"{place.name}　{place.path}", "只在 U 盘上放一个识别文件"
    drawer = Drawer(section, "登记备份 U 盘", about, act="登记", note=note)
    fields = drawer.fields
    known = [(stick.id, f"“{stick.name}”，格式化过或换过钥匙") for stick in sticks.in_use(section.session)]
    which = ChoiceEditor("which", [(NEW, "新的 U 盘"), *known])
    if known:
        fields.put("是哪一个", which, required=True)
    which.set_value(place.known.known.id if place.known.known and not place.known.known.retired_on else NEW)
    _put_fields(drawer)
    root = place.path

    def turn() -> None:
        for name in ("name", "keep_place", "note"):
            fields.show_field(name, which.value() == NEW)

    which.changed.connect(turn)
    turn()

    def act(values: dict[str, Any]) -> Stick:
        if which.value() != NEW:
            return sticks.renew(section.session, which.value(), root)
        return sticks.register(section.session, root, values["name"], values["keep_place"], values["note"])

    return drawer.open(act, lambda stick: section.registered(stick, root))


def edit(section: BackupSection, stick: Stick) -> Drawer:
    """Another name or keep-place."""
    drawer = Drawer(section, "修改备份 U 盘", stick.name)
    _put_fields(drawer)
    drawer.fields.set_values({"name": stick.name, "keep_place": stick.keep_place, "note": stick.note})

    def act(values: dict[str, Any]) -> Stick:
        return sticks.edit(section.session, stick.id, values["name"], values["keep_place"], values["note"])

    return drawer.open(act, lambda changed: section.desk.say(f"“{changed.name}”已改好"))


def retire(section: BackupSection, stick: Stick) -> None:
    """Lost, broken or no longer used; one question with its reason."""
    reason = ask_reason(
        section,
        f"停用“{stick.name}”？",
        "停用以后插上它不再问要不要备份。上面的备份和登记都留着，还能用来还原。",
        "停用",
        "不停用",
        label="停用原因",
        example="丢失、接口松动",
    )
    if reason and attempt(section, lambda: sticks.retire(section.session, stick.id, reason)):
        section.desk.say(f"“{stick.name}”已停用")


def _put_fields(drawer: Drawer) -> None:
    drawer.fields.put("U 盘名称", LineEditor("name", max_length=40), required=True, hint=NAME_HINT)
    drawer.fields.put("平时放在", LineEditor("keep_place", max_length=100), required=True, hint=PLACE_HINT)
    drawer.fields.put("备注", LineEditor("note", max_length=200))


def _nothing_plugged_in() -> None:
    raise RuleError("没有插着还没登记的 U 盘。请插上要登记的 U 盘，等它在“备份到哪里”列出来再登记。")
