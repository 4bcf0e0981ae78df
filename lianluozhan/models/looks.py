"""How this station wants its forms (表样): title, labels, columns, signature rows, and Word templates of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from . import attachments
from .attachments import Enclosed
from .durable import atomic_write
from .errors import InvalidRecord, RuleError
from .fields import day, long_text, reference, text
from .session import Session

CHANGED = ("title", "labels", "hidden_columns", "signatures")
LONGEST_LABEL, LONGEST_SIGNATURES = 24, 60
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "), sort_keys=True).encode


@dataclass(frozen=True, kw_only=True)
class FormLook:
    """The changes to one form, the newest row counts; each of the three tables is JSON, old words to new ones."""

    TABLE: ClassVar = "form_looks"

    id: int = 0
    form: str = text("表号", required=True, max_length=10)
    title: str = text("标题", max_length=40)
    labels: str = long_text("项目名称", max_length=5000)
    hidden_columns: str = long_text("不印的栏", max_length=2000)
    signatures: str = long_text("签字行", max_length=2000)
    changed_on: date | None = day("修改日期", required=True)
    changed_by: int | None = reference("修改人", "staff")
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class FormTemplate:
    """A Word template that takes the place of a text form; the file is an attachment of this record."""

    TABLE: ClassVar = "form_templates"

    id: int = 0
    form: str = text("表号", required=True, max_length=10)
    name: str = text("文件名", required=True, max_length=100)
    attachment_id: int | None = reference("模板文件", "attachments")
    accepted_on: date | None = day("启用日期", required=True)
    accepted_by: int | None = reference("启用人", "staff")
    retired_on: date | None = day("停用日期")


def look_of(session: Session, form: str) -> FormLook | None:
    """The changes that a form is printed with now; None when it looks as it came."""
    found = session.select(FormLook, "form = ?", (form,), order="id DESC LIMIT 1")
    return found[0] if found and found[0].retired_on is None else None


def history(session: Session, form: str) -> list[FormLook]:
    """Every look that a form has had, the newest first."""
    return session.select(FormLook, "form = ?", (form,), order="id DESC")


def pairs(stored: str) -> dict[str, str]:
    """Old words and the new ones in their place."""
    found: dict[str, str] = json.loads(stored) if stored else {}
    return found


def names(stored: str) -> frozenset[str]:
    """A set of names, such as the columns that are left out."""
    return frozenset(json.loads(stored) if stored else ())


def change(
    session: Session,
    form: str,
    *,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    hidden_columns: Iterable[str] = (),
    signatures: Mapping[str, str] | None = None,
) -> FormLook:
    """Print a form with other words from now on; what was printed before is not touched."""
    with session.action("look.change"):
        new = FormLook(
            form=form,
            title=_one_line("title", "标题", title, 40),
            labels=_packed("labels", labels or {}, LONGEST_LABEL),
            hidden_columns=_to_json(sorted(set(hidden_columns))) if hidden_columns else "",
            signatures=_packed("signatures", signatures or {}, LONGEST_SIGNATURES, empty=True),
            changed_on=session.today,
            changed_by=session.staff.id,
        )
        old = look_of(session, form)
        if old is not None and _same(old, new):
            raise RuleError("表样没有改动，不用保存。")
        if old is None and not (new.title or new.labels or new.hidden_columns or new.signatures):
            raise RuleError("表样和自带的一样，不用保存。")
        return session.add(new)


def reset(session: Session, form: str) -> FormLook:
    """Back to the form as it came; the changes stay readable."""
    with session.action("look.change"):
        found = look_of(session, form)
        if found is None:
            raise RuleError("这张表用的就是自带的表样。")
        return session.change(found, retired_on=session.today)


def template_of(session: Session, form: str) -> FormTemplate | None:
    """The station's own Word template that a form is printed with; None when it is printed as it came."""
    found = session.select(FormTemplate, "form = ? AND retired_on IS NULL", (form,), order="id DESC LIMIT 1")
    return found[0] if found else None


def templates(session: Session, form: str) -> list[FormTemplate]:
    """Every template that a form has had, the newest first."""
    return session.select(FormTemplate, "form = ?", (form,), order="id DESC")


def accept_template(session: Session, form: str, name: str, content: bytes) -> FormTemplate:
    """Take a template that has been checked into use, in place of an earlier one."""
    with session.action("look.change"):
        for old in session.select(FormTemplate, "form = ? AND retired_on IS NULL", (form,)):
            session.change(old, retired_on=session.today)
        made = session.add(
            FormTemplate(form=form, name=name[-100:], accepted_on=session.today, accepted_by=session.staff.id)
        )
        file = attachments.attach(session, FormTemplate.TABLE, made.id, Enclosed(name, content=content), "模板")
        return session.change(made, attachment_id=file.id)


def retire_template(session: Session, form: str) -> FormTemplate:
    """Print a form as it came again; the template is kept."""
    with session.action("look.change"):
        found = template_of(session, form)
        if found is None:
            raise RuleError("这张表没有用自己的模板。")
        return session.change(found, retired_on=session.today)


def template_content(session: Session, template: FormTemplate) -> bytes:
    """The Word file of a template, proven by its hash."""
    if template.attachment_id is None:
        raise RuleError("这个模板的文件没有存下来。请重新放进模板。")
    return attachments.stored_content(session, template.attachment_id)


def save_template(session: Session, form: str, to: Path) -> None:
    """Save the template in use outside the program, to be worked on in Word or WPS."""
    with session.action("look.change"):
        found = template_of(session, form)
        if found is None:
            raise RuleError("这张表没有用自己的模板。请先存出一份自带的模板来改。")
        atomic_write(to, template_content(session, found))
        session.note(FormTemplate.TABLE, found.id, {"exported": to.name})


def _packed(field: str, wanted: Mapping[str, str], longest: int, *, empty: bool = False) -> str:
    """Old and new words as JSON, without those that say the same; an empty new one only where that means none."""
    found = {}
    for old, new in wanted.items():
        words = _one_line(field, old, new, longest)
        if words != old and (words or empty):
            found[old] = words
    return _to_json(found) if found else ""


def _one_line(field: str, label: str, words: str, longest: int) -> str:
    words = " ".join(words.split())
    if len(words) > longest:
        raise InvalidRecord({field: f"“{label}”改成的字有 {len(words)} 个，最多 {longest} 个。请写短一些。"})
    return words


def _same(one: FormLook, other: FormLook) -> bool:
    return all(
        getattr(one, name) == getattr(other, name) for name in ("title", "labels", "hidden_columns", "signatures")
    )
