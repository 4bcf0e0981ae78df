"""The station's own Word templates: checked before they are accepted, filled in a sandbox, never run."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lianluozhan.models.durable import atomic_write
from lianluozhan.models.errors import RuleError

from .template_check import Reading, check_tree, environment
from .template_fields import PIECES, Fields
from .template_fonts import with_fonts
from .template_package import opened

SHOWN_PROBLEMS = 8
TRIAL_ROWS = 2
# what odd packages and odd templates make python-docx and Jinja raise
_BROKEN = (AttributeError, LookupError, TypeError, ValueError, RecursionError, SyntaxError)


def check(content: bytes, fields: Fields) -> tuple[str, ...]:
    """The names a template uses; RuleError with every wrong place when it cannot be taken, or what makes it unsafe."""
    parts = opened(content)
    reading = Reading(fields)
    for name, part in parts.items():
        reading.read(name, part)
    if reading.problems:
        shown = "\n".join(f"{n}. {words}" for n, words in enumerate(reading.problems[:SHOWN_PROBLEMS], 1))
        rest = len(reading.problems) - SHOWN_PROBLEMS
        more = f"\n还有 {rest} 处。" if rest > 0 else ""
        raise RuleError(f"模板还不能用，请改好这 {len(reading.problems)} 处再放进来：\n{shown}{more}")
    if not reading.used:
        raise RuleError("模板里一个字段也没有，打出来每张都一样。请在要填的地方写上字段，例如 {{ 标题 }}。")
    filled(content, _trial(fields))
    return tuple(sorted(reading.used))


def fill(content: bytes, values: Mapping[str, Any], path: Path) -> None:
    """Write the template with its fields filled as a Word file; an earlier file stays whole when that fails."""
    atomic_write(path, filled(content, values))


def filled(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The Word file that a template makes of these values."""
    from docx.opc.exceptions import PackageNotFoundError
    from jinja2 import TemplateError
    from lxml import etree

    opened(content)
    made = io.BytesIO()
    try:
        template = _template_class()(io.BytesIO(content))
        template.render(dict(values), environment(), autoescape=True)
        template.save(made)
    except etree.XMLSyntaxError as error:
        raise RuleError("有字段跨在两个段落或两格之间，填不进去。请把每个字段写在一个段落里再试。") from error
    except (TemplateError, PackageNotFoundError, *_BROKEN) as error:
        raise RuleError("模板填不进去：里面的字段写得不完整，或文档已损坏。请对照字段表检查后再试。") from error
    return made.getvalue()


def _trial(fields: Fields) -> dict[str, Any]:
    """Something at every name, so that a template shows before it is accepted that it can be filled."""
    rows = {name: [dict.fromkeys(columns, "试") for _ in range(TRIAL_ROWS)] for name, columns in fields.lists.items()}
    return {**dict.fromkeys(fields.names, "试"), **rows, PIECES: [{"文字": "试", "级别": "正文"}] * TRIAL_ROWS}


@cache
def _template_class() -> Any:
    """docxtpl's template, strict about what comes out: it would mend broken XML by leaving text out."""
    from docxtpl import DocxTemplate
    from lxml import etree

    class Strict(DocxTemplate):  # type: ignore[misc]
        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
            check_tree(src_xml, context)
            made: str = super().render_xml_part(src_xml, part, context, jinja_env)
            root = etree.fromstring(made.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
            with_fonts(root)
            return str(etree.tostring(root, encoding="unicode"))

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """The file has the title of the sheet; what else stands in its properties stays and is never rendered."""
            self.docx.core_properties.title = str(context.get("标题", ""))[:250]

    return Strict
