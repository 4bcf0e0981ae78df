"""意见分类: the tree of three levels, and how each is reported upward (3.2.2)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models import categories
from lianluozhan.models.places import Category, CongressView

from ...editors import LineEditor
from ..sections.section import Act, Section, Shown, one_of
from .category_tree import CategoryTree

VIEWS = [(view, view.label) for view in CongressView]
LEVELS = {1: "一级分类", 2: "二级分类", 3: "三级分类"}


class CategorySection(Section):
    KEY, LABEL, ICON, COUNTED = "categories", "意见分类", "tag", "类"
    RECORD = Category
    ADD, PERMISSION, FIND = "添加分类", "category.edit", "查找分类"
    EMPTY = ("还没有意见分类", "登记社情民意时从这里选分类，统计也按它分。")

    def make_view(self) -> CategoryTree:
        return CategoryTree()

    @property
    def tree(self) -> CategoryTree:
        assert isinstance(self.view, CategoryTree)
        return self.view

    def in_use(self) -> int:
        return len(categories.tree(self.session))

    def refresh(self, words: str, retired: bool) -> int:
        self.words, self.retired = words, retired
        self.tree.setColumnHidden(2, not retired)
        return self.tree.show_categories(categories.tree(self.session, retired=retired), words)

    def select(self, record_id: int) -> bool:
        return self.tree.select(record_id)

    def shown(self, record_id: int) -> Shown:
        category = self.session.get(Category, record_id)
        level, retired = categories.depth(self.session, category), category.retired_on is not None
        above = self._path(category)[:-1]
        below = self.session.select(Category, "parent_id = ? AND retired_on IS NULL", (record_id,), order="position")
        return Shown(
            title=category.name,
            subtitle=LEVELS[level],
            state="停用" if retired else "在用",
            tone="calm" if retired else "good",
            facts=(
                ("上级分类", " / ".join(above) or "没有，这是一级分类"),
                ("人大口径", category.congress_view.label),
                ("下级分类", "、".join(c.name for c in below)),
            ),
            acts=self._acts(category, level),
            hint="人大口径是向上级人大汇总时归到的一类。",
        )

    def _path(self, category: Category) -> list[str]:
        names = [category.name]
        while category.parent_id:
            category = self.session.get(Category, category.parent_id)
            names.insert(0, category.name)
        return names

    def _acts(self, category: Category, level: int) -> tuple[Act, ...]:
        if not self.may_edit:
            return ()
        if category.retired_on:
            back = self.back_act(lambda: categories.bring_back(self.session, category.id))
            return (back, self.edit_act(category.id))
        acts = [Act("停用", lambda: self._retire(category), "danger")]
        if level < categories.DEEPEST:
            acts.append(Act("在下面添加", lambda: self._add_below(category.id), icon="plus"))
        return (*acts, self.edit_act(category.id))

    def _retire(self, category: Category) -> None:
        self.ask(
            f"停用“{category.name}”？",
            "它和它下面的分类以后登记时不再列出；已经归类的件不变，也可以重新启用。",
            "停用",
            "不停用",
            lambda: categories.retire(self.session, category.id),
        )

    # Drawers -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """A new category beside the current one."""
        row = self.tree.current()
        self._add_below(self.session.get(Category, row["id"]).parent_id if row else None)

    def _add_below(self, parent_id: int | None) -> None:
        drawer = self.drawer("添加分类")
        places = self._places()
        parent = one_of("parent_id", places, parent_id, empty="一级分类，上面没有")
        view = one_of("view", VIEWS, CongressView.OTHER)
        drawer.fields.put("名称", LineEditor("name", max_length=30), required=True)
        drawer.fields.put("上级分类", parent)
        drawer.fields.put("人大口径", view, required=True, hint="向上级人大汇总时归到哪一类")

        def turn() -> None:
            if above := self.session.find(Category, parent.value()):
                view.set_value(above.congress_view)

        parent.changed.connect(turn)
        turn()
        self.keep_draft(drawer)
        drawer.open(
            lambda v: categories.add(self.session, v["name"], v["parent_id"], v["view"]),
            self.stored,
        )

    def _places(self) -> list[tuple[Any, str]]:
        """Where a category can be added below, in the order of the tree."""
        levels: dict[int | None, int] = {None: 0}
        found: list[tuple[Any, str]] = []
        for category in categories.tree(self.session):
            levels[category.id] = levels[category.parent_id] + 1
            if levels[category.id] < categories.DEEPEST:
                found.append((category.id, "　　" * (levels[category.id] - 1) + category.name))
        return found

    def edit(self, record_id: int) -> None:
        category = self.session.get(Category, record_id)
        drawer = self.drawer("修改分类", " / ".join(self._path(category)))
        drawer.fields.put("名称", LineEditor("name", max_length=30), required=True)
        drawer.fields.put("人大口径", one_of("congress_view", VIEWS), required=True, hint="向上级人大汇总时归到哪一类")
        drawer.fields.set_values({"name": category.name, "congress_view": category.congress_view})
        self.keep_draft(drawer, category)
        drawer.open(lambda values: categories.edit(self.session, record_id, **values), self.stored)
