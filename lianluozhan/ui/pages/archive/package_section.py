"""电子档案包: the packages that were made, making the one of a year, verifying one (4.6.2, DA/T 46, 双套)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from lianluozhan.models.archive import packages
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.errors import InvalidRecord, RuleError, StorageError
from lianluozhan.models.listing import Listing
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from ...editors import LineEditor
from ...editors.attachment_editor import size_words
from ...record_table import Column
from ..sections.section import Act, Shown, TableSection, needed, one_of
from . import package_work

COPY = "这是存档副本：姓名、电话都按原样写在里面，要求保密的和对您回避的件也在。请和纸质档案一样保管。"
UNREAD = "没有通过核验"


class PackageSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "packages", "电子档案包", "hard-drive", "份"
    RECORD = Package
    ADD, PERMISSION, FIND = "做电子档案包", "archive.package", "查找年度、文件夹、存放位置"
    EMPTY = ("还没有做过电子档案包", "一年的件编好号以后，做一个电子档案包存到 U 盘：不用本程序也能看、能核对。")
    LEFT_OUT, LEFT_OUT_WORDS = None, ""
    COLUMNS = (
        Column("年度", "year", lambda year: f"{year}年", width=88),
        Column("文件夹", "folder"),
        Column("件数", "items", lambda count: f"{count} 件", align="right", width=70),
        Column("制作日期", "made_at", lambda at: str(at)[:10], width=116),
        Column("核验", "is_verified", lambda whole: "完好" if whole else "有问题", width=64),
    )

    @classmethod
    def is_for(cls, session: Session) -> bool:
        return session.may("archive.package") or session.may("archive.read")

    def listing(self) -> Listing:
        return packages.listing(self.session, self.words)

    def in_use(self) -> int:
        return packages.listing(self.session).count()

    def name_of(self, record: Package) -> str:
        return record.folder

    def shown(self, record_id: int) -> Shown:
        made = self.session.get(Package, record_id)
        maker = self.session.find(Staff, made.made_by)
        facts = (
            ("存放位置", made.place),
            ("制作", f"{maker.name if maker else ''}　{_at(made.made_at)}"),
            ("件数", f"{made.items} 件，{made.files} 个文件，{size_words(made.size or 0)}"),
            ("备注", made.note),
            ("清单 SHA-256", made.sha256),
            ("清单 SM3", made.sm3),
        )
        acts = (Act("核验", self.verify, icon="scan"),) if self.may_edit else ()
        return Shown(
            title=made.folder,
            subtitle=f"{made.year}年度",
            state="完好" if made.is_verified else UNREAD,
            tone="good" if made.is_verified else "stop",
            facts=tuple((label, text) for label, text in facts if text),
            acts=acts,
            hint=COPY,
        )

    def list_acts(self) -> tuple[Act, ...]:
        return (Act("核验一份", self.verify),) if self.may_edit else ()

    # Making ----------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Where to, then which year and under which name."""
        if not self._years():
            self.page.desk.tell("还没有编好件号的年度。请先在“待归档”里归档、编号，再做电子档案包。")
            return
        folder = QFileDialog.getExistingDirectory(self.page, "选择存放电子档案包的文件夹")
        if folder:
            self._open_drawer(folder)

    def _open_drawer(self, folder: str) -> None:
        from lianluozhan.sheets import archive_plan

        years = [(year, f"{year}年") for year in self._years()]
        drawer = self.drawer("做电子档案包", COPY, act="开始")
        fields = drawer.fields
        year = fields.put("年度", one_of("year", years, years[0][0]), required=True)
        fields.put("存到", LineEditor("folder", max_length=300), required=True, hint="U 盘或别的文件夹")
        name = fields.put("文件夹名", LineEditor("name", max_length=80), required=True, hint="这里已有同名的，会另起名")
        fields.put("存放位置", LineEditor("place", max_length=60), hint="写进登记，例如：档案柜第一格")
        said = fields.add_words("")

        def turn() -> None:
            made = archive_plan.plan_within_sight(self.session, year.value())
            name.set_value(archive_plan.usual_name(made, Path(fields.values()["folder"])))
            said.setText(f"{len(made.folders)} 件，约 {size_words(made.size)}。{_waiting(made.waiting)}")

        fields.set_values({"folder": folder})
        turn()
        year.changed.connect(turn)
        self.keep_draft(drawer, what="make")
        drawer.open(self._checked, self._make)

    def _checked(self, values: dict[str, Any]) -> dict[str, Any]:
        """Refused at the drawer as long as it can be put right there."""
        from lianluozhan.sheets import archive_plan

        made = archive_plan.plan_within_sight(self.session, needed(values, "year", "年度"))
        try:
            archive_plan.check_place(made, Path(values["folder"]), values["name"])
        except RuleError as refusal:
            raise InvalidRecord({"name": str(refusal)}) from None
        except StorageError as trouble:
            raise InvalidRecord({"folder": str(trouble)}) from None
        return values

    def _make(self, values: dict[str, Any]) -> None:
        folder = Path(values["folder"])
        made = package_work.make(self.page, self.session, values["year"], folder, values["name"], values["place"])
        if made is not None:
            self.stored(made)

    def _years(self) -> list[int]:
        from lianluozhan.sheets import archive_plan

        return archive_plan.years(self.session)

    def verify(self) -> None:
        """Read a package that lies somewhere."""
        folder = QFileDialog.getExistingDirectory(self.page, "选择要核验的电子档案包")
        if folder and (entry := package_work.verify(self.page, self.session, Path(folder))):
            self.stored(entry)

    def edit(self, record_id: int) -> None:
        """Nothing: what was made is made."""

    def open_draft(self, what: str, record_id: int) -> None:
        if what == "make" and self._years():
            self._open_drawer("")


def _at(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _waiting(count: int) -> str:
    return f"另有 {count} 件还没有编号，不会装进去。" if count else ""
