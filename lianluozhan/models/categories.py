"""The categories of opinions: a tree up to three levels deep, made at set-up, kept up by the station (3.2.2)."""

from __future__ import annotations

import json
from typing import Any

from lianluozhan.paths import resources

from .errors import RuleError
from .places import Category, CongressView
from .session import Session

DEEPEST = 3


def add_default_categories(session: Session) -> None:
    """Enter the tree that comes with the program; inside an action."""
    tree = json.loads((resources() / "codes" / "categories.json").read_text("utf-8"))
    for position, first in enumerate(tree):
        view = CongressView(first["congress_view"])
        top = session.add(Category(name=first["name"], congress_view=view, position=position))
        for number, (second, third) in enumerate(first["below"].items()):
            middle = session.add(Category(parent_id=top.id, name=second, congress_view=view, position=number))
            session.add_many(
                [Category(parent_id=middle.id, name=n, congress_view=view, position=p) for p, n in enumerate(third)]
            )


def add(session: Session, name: str, parent_id: int | None, view: CongressView | None = None) -> Category:
    """A new category below another, or a new first level."""
    with session.action("category.edit"):
        parent = session.get(Category, parent_id) if parent_id else None
        if parent and depth(session, parent) >= DEEPEST:
            raise RuleError("分类最多三级，这一级下面不能再加。请加在上一级。")
        _check_name(session, name, parent_id)
        position = session.value("SELECT count(*) FROM categories WHERE parent_id IS ?", (parent_id,))
        chosen = view or (parent.congress_view if parent else CongressView.OTHER)
        return session.add(
            Category(parent_id=parent_id, name=name.strip(), congress_view=chosen, position=int(position))
        )


def edit(session: Session, category_id: int, **values: Any) -> Category:
    """Rename a category or change its place in the congress's classification; what was filed stays filed."""
    with session.action("category.edit"):
        category = session.get(Category, category_id)
        if values.get("name", category.name) != category.name:
            _check_name(session, values["name"], category.parent_id)
        return session.change(category, **values)


def retire(session: Session, category_id: int) -> Category:
    """Take a category, and all below it, out of the choosers; opinions keep theirs."""
    with session.action("category.edit"):
        category = session.get(Category, category_id)
        waiting = [category]
        while waiting:
            found = waiting.pop()
            waiting += session.select(Category, "parent_id = ? AND retired_on IS NULL", (found.id,))
            session.change(found, retired_on=session.today)
        return session.get(Category, category_id)


def bring_back(session: Session, category_id: int) -> Category:
    """Put a retired category back into the choosers."""
    with session.action("category.edit"):
        category = session.get(Category, category_id)
        above = session.find(Category, category.parent_id)
        if above and above.retired_on:
            raise RuleError(f"上一级“{above.name}”还停用着。请先把它重新启用。")
        _check_name(session, category.name, category.parent_id)
        return session.change(category, retired_on=None)


def tree(session: Session, *, retired: bool = False) -> list[Category]:
    """All categories, each after the one above it, in their order; `retired` adds those out of use."""
    where = "1" if retired else "retired_on IS NULL"
    below: dict[int | None, list[Category]] = {}
    for category in session.select(Category, where, order="position, id"):
        below.setdefault(category.parent_id, []).append(category)
    found: list[Category] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        found.append(waiting.pop())
        waiting += reversed(below.get(found[-1].id, []))
    return found


def depth(session: Session, category: Category) -> int:
    """1 for a first level."""
    levels = 1
    while category.parent_id:
        category = session.get(Category, category.parent_id)
        levels += 1
    return levels


def choices(session: Session) -> list[tuple[int, str]]:
    """All categories in use with those above them, in the order of the tree."""
    below: dict[int | None, list[Category]] = {}
    for category in session.select(Category, "retired_on IS NULL", order="position, id"):
        below.setdefault(category.parent_id, []).append(category)
    found: list[tuple[int, str]] = []

    def walk(parent_id: int | None, path: str) -> None:
        for category in below.get(parent_id, ()):
            words = f"{path} / {category.name}" if path else category.name
            found.append((category.id, words))
            walk(category.id, words)

    walk(None, "")
    return found


def _check_name(session: Session, name: str, parent_id: int | None) -> None:
    same = session.select(Category, "name = ? AND parent_id IS ? AND retired_on IS NULL", (name.strip(), parent_id))
    if same:
        raise RuleError(f"这一级已有“{name.strip()}”，请换一个名称。")
