"""Reading a template's fields with their places: what is unknown, broken, or more than a template may do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from lianluozhan.models.errors import RuleError

from .template_fields import Fields

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_TAGS, DEEPEST = 2000, 12
MOST_GROWN = 24_000_000  # characters that loops may make of a template
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WIDE = re.compile(r"｛\s*[｛{%％]|\{\s*[｛％]|[｝}%％]\s*｝|[｝％]\s*\}")  # typed with a Chinese keyboard
_MARK = re.compile(r"\{[{%#]|[}%#]\}")
_STEP = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s)?\s*(for|if|elif|else|endif|endfor)\b(.*?)-?%\}", re.DOTALL)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_NODES = {
    *("Template", "Output", "TemplateData", "Name", "Const", "If", "Getattr"),
    *("Compare", "Operand", "And", "Or", "Not", "Test", "Filter", "CondExpr"),
}
_OF_JINJA = {"self", "super", "caller", "varargs", "kwargs"}
UNSAFE = "模板里有不能做的事，没有打印。请对照字段表，只留下字段名、if 和 for。"
_FILTERS, _LOOP = {"default", "trim", "length"}, {"index", "first", "last", "length"}
_SHOWN = 24  # characters of the text round a place
_TEXT = {f"{_W}document": "正文", f"{_W}hdr": "页眉", f"{_W}ftr": "页脚", f"{_W}footnotes": "脚注"}


class _Wrong(Exception):
    """Why a field cannot be filled, as the end of a sentence."""


def check_tree(source: str, values: Mapping[str, Any]) -> None:
    """What is really rendered once more: nothing but values, conditions and single loops; not too much of it."""
    from jinja2 import nodes

    tree = environment().parse(source)
    todo: list[tuple[nodes.Node, int]] = [(tree, 1)]
    grown = 0
    while todo:
        node, times = todo.pop()
        if isinstance(node, nodes.For):
            rows = values.get(node.iter.name, ()) if isinstance(node.iter, nodes.Name) else None
            if rows is None or isinstance(rows, str) or times > 1 or node.recursive or node.test or node.else_:
                raise RuleError(UNSAFE)
            todo += [(part, max(2, len(rows))) for part in node.body]
            continue
        is_inner = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
        if type(node).__name__ not in _NODES or is_inner or (isinstance(node, nodes.Name) and node.name in _OF_JINJA):
            raise RuleError(UNSAFE)
        if isinstance(node, nodes.TemplateData):
            grown += len(node.data) * times
        elif isinstance(node, nodes.Name):
            grown += len(str(values.get(node.name, ""))) * times
        todo += [(part, times) for part in node.iter_child_nodes()]
    if grown > MOST_GROWN:
        raise RuleError("按这个模板打出来的内容太多，没有打印。请把循环里的表格改小，或用自带的表样。")


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Jinja without anything but values, conditions and loops over the lists there are."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(autoescape=True, finalize=lambda value: "" if value is None else value)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    made.tests = {"defined": made.tests["defined"]}
    return made


@dataclass
class _Step:
    """An open loop or condition: where it began, the variable of a loop with its names, how often it runs."""

    kind: str
    place: str
    variable: str = ""
    names: tuple[str, ...] = ()
    times: int = 1


@dataclass
class Reading:
    """Goes through the parts of a template and notes what it uses and what is wrong."""

    fields: Fields
    problems: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    tags: int = 0
    _open: list[_Step] = field(default_factory=list)

    def read(self, name: str, content: bytes) -> None:
        """Note what is wrong in one part of the file."""
        root = _parsed(content) if name.endswith(".xml") else None
        if root is None or root.tag not in _TEXT:
            return
        self._open = []
        self._check_stray(root, _TEXT[root.tag])
        for place, text, rows in _paragraphs(root, _TEXT[root.tag]):
            if _WIDE.search(text):
                self.problems.append(f"{place}：花括号和百分号要用英文的（半角）。")
            elif _MARK.search(text):
                self._read_paragraph(place, text, rows)
        for step in self._open:
            ending = "endfor" if step.kind == "for" else "endif"
            self.problems.append(f"{step.place}：这里开始的 {step.kind} 没有结束，少了 {{% {ending} %}}。")

    def _check_stray(self, root: Any, where: str) -> None:
        """Fields that stand where they are not filled: in Word's own fields, in attributes of drawings."""
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            text = "" if element.tag == f"{_W}t" else element.text or ""
            if any(_MARK.search(words) for words in (*element.attrib.values(), text, element.tail or "")):
                self.problems.append(f"{where}：有字段写在图形说明或 Word 自带的域里，不会填。请改写到普通文字里。")
                return

    def _read_paragraph(self, place: str, text: str, in_row: bool) -> None:
        rest = _TAG.sub("", text)
        if found := _MARK.search(rest):
            self.problems.append(f"{place}：“{found[0]}”没有配成一对，或中间换了行。")
        for tag in _TAG.findall(text):
            self.tags += 1
            if self.tags > MOST_TAGS:
                raise RuleError(f"模板里的字段超过 {MOST_TAGS} 个，太多了。请分成几个模板。")
            try:
                self._read_tag(tag, place, in_row)
            except _Wrong as wrong:
                self.problems.append(f"{place}：{wrong}")

    def _read_tag(self, tag: str, place: str, in_row: bool) -> None:
        shown = re.sub(r"\s+", " ", tag if len(tag) <= 40 else f"{tag[:40]}…")
        if tag.startswith("{#"):
            raise _Wrong(f"“{shown}”是注释，打印时会丢掉。请删去。")
        if tag.startswith("{{"):
            self._walk(_parsed_tag(tag.translate(_QUOTES), shown), shown)
            return
        step = _STEP.fullmatch(tag.translate(_QUOTES))
        if step is None:
            raise _Wrong(f"“{shown}”看不懂。只能用 for、if、elif、else、endif、endfor。")
        if step[1] in ("tr", "tc") and not in_row:
            raise _Wrong(f"“{shown}”要写在表格的一行里。")
        self._take_step(step[2], step[3].strip(), place, shown)

    def _take_step(self, kind: str, words: str, place: str, shown: str) -> None:
        if kind in ("for", "if") and len(self._open) >= DEEPEST:
            raise _Wrong(f"“{shown}”套得太深。请少套几层 if。")
        if kind == "for":
            self._open.append(self._loop(words, place, shown))
        elif kind == "if":
            self._open.append(_Step("if", place))
            self._walk(_parsed_tag(f"{{% if {words} %}}{{% endif %}}", shown), shown)
        elif kind in ("elif", "else"):
            if not self._open or (self._open[-1].kind != "if" and kind == "elif"):
                raise _Wrong(f"“{shown}”前面没有 if。")
            if kind == "elif":
                self._walk(_parsed_tag(f"{{% if {words} %}}{{% endif %}}", shown), shown)
        else:
            opener = kind.removeprefix("end")
            if not self._open or self._open[-1].kind != opener:
                raise _Wrong(f"“{shown}”前面没有配对的 {opener}。")
            self._open.pop()

    def _loop(self, words: str, place: str, shown: str) -> _Step:
        found = re.fullmatch(r"(\w+)\s+in\s+(\w+)", words)
        if found is None:
            raise _Wrong(f"“{shown}”的写法不对，应是：for 行 in 明细。")
        if any(step.kind == "for" for step in self._open):
            raise _Wrong(f"“{shown}”写在另一个循环里面，循环不能套循环。")
        if found[2] not in self.fields.lists:
            raise _Wrong(f"“{found[2]}”不是能逐行取用的字段。{_meant(found[2], tuple(self.fields.lists))}")
        self.used.add(found[2])
        return _Step("for", place, found[1], self.fields.lists[found[2]])

    def _walk(self, tree: nodes.Template, shown: str) -> None:
        """Only values, conditions and the names of a row; no calls, no attributes of Python, no arithmetic."""
        from jinja2 import nodes

        todo: list[nodes.Node] = [tree]
        while todo:
            node = todo.pop()
            if type(node).__name__ not in _NODES:
                raise _Wrong(f"“{shown}”里有模板不能做的事，只能写字段名、比较和 if。")
            match node:
                case nodes.Name():
                    self._check_name(node.name)
                case nodes.Getattr():
                    self._check_row_name(node, shown)
                    continue
                case nodes.Filter() | nodes.Test() if node.name not in (*_FILTERS, "defined"):
                    raise _Wrong(f"“{shown}”里的“{node.name}”不能用。")
                case _:
                    pass
            todo.extend(node.iter_child_nodes())

    def _check_name(self, name: str) -> None:
        known = {step.variable for step in self._open} | set(self.fields.names)
        if name in self.fields.lists:
            raise _Wrong(f"“{name}”有好几行，要用 for 逐行取用，例如：for 行 in {name}。")
        if name not in known:
            raise _Wrong(f"没有叫“{name}”的字段。{_meant(name, self.fields.names)}")
        self.used.add(name)

    def _check_row_name(self, node: nodes.Getattr, shown: str) -> None:
        from jinja2 import nodes

        owner = node.node.name if isinstance(node.node, nodes.Name) else ""
        loops = [step for step in self._open if step.kind == "for"]
        names = next((step.names for step in loops if step.variable == owner), ())
        if owner == "loop" and loops and node.attr in _LOOP:
            return
        if not names:
            raise _Wrong(f"“{shown}”的点前面要写 for 后面的那个字，并且写在 for 和 endfor 之间。")
        if node.attr not in names:
            raise _Wrong(f"每一行里没有叫“{node.attr}”的字段。{_meant(node.attr, names)}")


def _meant(name: str, names: tuple[str, ...]) -> str:
    near = get_close_matches(name, names, 1, 0.4) or [known for known in names if name in known or known in name][:1]
    return f"是不是“{near[0]}”？" if near else "请对照字段表改好。"


def _parsed_tag(tag: str, shown: str) -> nodes.Template:
    from jinja2 import TemplateError

    if len(tag) > 400:
        raise _Wrong(f"“{shown}”太长。一个字段里只写字段名。")
    try:
        return environment().parse(tag)
    except (TemplateError, RecursionError) as error:
        raise _Wrong(f"“{shown}”的写法不对，两边各要两个花括号，里面只写字段名。") from error


def _parsed(content: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise RuleError("模板的内容套得太深或已经损坏。请在 Word 里新建一份，把内容贴过去再放进来。") from error


def _paragraphs(root: Any, where: str) -> Iterator[tuple[str, str, bool]]:
    """Each paragraph with its place in words and whether it stands in a table."""
    tables = {table: number for number, table in enumerate(root.iter(f"{_W}tbl"), 1)}
    count = 0
    for paragraph in root.iter(f"{_W}p"):
        text = "".join(_texts(paragraph))
        cell = next(_above(paragraph, "tc"), None)
        count += cell is None
        if not text:
            continue
        part = text.strip() if len(text.strip()) <= _SHOWN else f"{text.strip()[:_SHOWN]}…"
        place = f"{where}第{count}段“{part}”" if cell is None else f"{where}{_cell_place(cell, tables)}“{part}”"
        yield place, text, cell is not None


def _texts(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph, not of the paragraphs in its text boxes."""
    for element in paragraph.iter(f"{_W}t"):
        if next(_above(element, "p"), None) is paragraph:
            yield element.text or ""


def _above(element: Any, kind: str) -> Iterator[Any]:
    return (node for node in element.iterancestors() if node.tag == f"{_W}{kind}")


def _cell_place(cell: Any, tables: Mapping[Any, int]) -> str:
    row, table = cell.getparent(), next(_above(cell, "tbl"), None)
    at_row = 1 + sum(1 for _ in row.itersiblings(f"{_W}tr", preceding=True))
    at_cell = 1 + sum(1 for _ in cell.itersiblings(f"{_W}tc", preceding=True))
    number = tables.get(table, 1)
    return f"第{number}个表格第{at_row}行第{at_cell}格"
