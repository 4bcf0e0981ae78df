"""The Word file of a template, opened with distrust: what it may hold, how large it may become, where it may point."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from lianluozhan.models.errors import RuleError

LARGEST_FILE = 8 * 2**20
LARGEST_UNPACKED, LARGEST_XML = 48 * 2**20, 6 * 2**20
MOST_PARTS, MOST_RATIO, SMALL = 400, 120, 200_000
MAIN = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = (
    *(".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff"),
    *(".odttf", ".ttf", ".otf"),
)
_MACROS = re.compile(r"vba|macro|activex", re.IGNORECASE)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FETCHING = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|MACROBUTTON|RD)\b", re.IGNORECASE
)
_LINK = "hyperlink"


def opened(content: bytes) -> dict[str, bytes]:
    """The parts of a harmless Word file by name; RuleError with what is wrong and where."""
    if len(content) > LARGEST_FILE:
        raise RuleError(
            f"模板文件有 {len(content) / 2**20:.0f} MB，最大 {LARGEST_FILE // 2**20} MB。请把里面的图片压缩后再放进来。"
        )
    if content.startswith(_OLE):
        raise RuleError("这是旧格式的文档，或设了打开密码。请用 Word 或 WPS 去掉密码，另存为 .docx 后再放进来。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = dict(_parts(package))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise RuleError(
            "这个文件不是 Word 文档，或已经损坏。请用 Word 或 WPS 打开它，另存为 .docx 后再放进来。"
        ) from error
    if MAIN not in parts or "[Content_Types].xml" not in parts:
        raise RuleError("这个文件里没有 Word 正文，不能作模板。请选一个 .docx 文档。")
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            _check_xml(name, part)
    return parts


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in package.infolist() if not entry.filename.endswith("/")]
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS or len({name.lower() for name in names}) < len(names):
        raise RuleError("模板文件里的部件太多或有重名，不像普通文档。请在 Word 里新建一份，把内容贴过去再放进来。")
    left = LARGEST_UNPACKED
    for entry in entries:
        _check_entry(entry)
        most = LARGEST_XML if entry.filename.endswith((".xml", ".rels")) else LARGEST_UNPACKED
        with package.open(entry) as file:
            part = file.read(min(most, left) + 1)
        left -= len(part)
        if left < 0 or len(part) > most:
            raise RuleError("模板文件展开后太大，没有打开。请删去多余的图片和内容，另存后再放进来。")
        if len(part) > SMALL and len(part) > MOST_RATIO * max(entry.compress_size, 1):
            raise RuleError("模板文件展开后太大，没有打开。请在 Word 里新建一份，把内容贴过去再放进来。")
        yield entry.filename, part


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = PurePosixPath(entry.filename)
    if entry.flag_bits & 1:
        raise RuleError("模板文件设了密码，打不开。请用 Word 或 WPS 去掉密码，另存后再放进来。")
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename:
        raise RuleError("模板文件里有指向别处的部件，不像普通文档。请在 Word 里新建一份，把内容贴过去再放进来。")
    if _MACROS.search(entry.filename):
        raise RuleError(f"模板里有宏程序（{name.name}），不能放进来。请在 Word 里另存为不带宏的 .docx。")
    if "embeddings" in name.parts or not entry.filename.lower().endswith(_KINDS):
        raise RuleError(f"模板里嵌有别的文件（{name.name}），不能放进来。请在 Word 里删去它，另存后再试。")


def _check_xml(name: str, part: bytes) -> None:
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root = ElementTree.fromstring(part, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise RuleError(f"模板的“{name}”里有文档类型声明，不像普通文档。请在 Word 里另存一份再放进来。") from error
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise RuleError(f"模板的“{name}”已经损坏。请用 Word 或 WPS 打开它，另存后再放进来。") from error
    if name == "[Content_Types].xml" and re.search(rb"macro|vba|activex", part, re.IGNORECASE):
        raise RuleError("模板带有宏程序，不能放进来。请在 Word 里另存为不带宏的 .docx。")
    if name.endswith(".rels"):
        _check_links(root)
    else:
        _check_fields(root)


def _check_links(root: object) -> None:
    for link in root.iter():  # type: ignore[attr-defined]
        kind, target = str(link.get("Type", "")).rpartition("/")[2], str(link.get("Target", ""))
        shown = target if len(target) <= 60 else f"{target[:60]}…"
        if str(link.get("TargetMode", "")).lower() == "external":
            if kind.lower() == _LINK:
                raise RuleError(f"模板里有指向外面的链接“{shown}”。请在 Word 里对它选“取消超链接”，另存后再放进来。")
            raise RuleError(
                f"模板连着外面的文件“{shown}”。请在 Word 里断开它（图片要嵌入，不要链接），另存后再放进来。"
            )
        if kind.lower() in ("oleobject", "package", "afchunk", "vbaproject", "control", "attachedtemplate"):
            raise RuleError(f"模板里嵌有别的文件（{shown}），不能放进来。请在 Word 里删去它，另存后再试。")


def _check_fields(root: object) -> None:
    """Word's own fields that would fetch something when the sheet is opened; one may be cut into many pieces."""
    words = ""
    for element in root.iter():  # type: ignore[attr-defined]
        if element.tag == f"{_WORD}altChunk":
            raise RuleError("模板里嵌有别的文档，不能放进来。请在 Word 里把它的内容直接贴进正文。")
        if element.tag == f"{_WORD}fldChar" and element.get(f"{_WORD}fldCharType") == "begin":
            words = ""
        elif element.tag == f"{_WORD}instrText":
            words += element.text or ""
        elif element.tag == f"{_WORD}fldSimple":
            words = element.get(f"{_WORD}instr", "")
        if words and (found := _FETCHING.search(words)):
            raise RuleError(f"模板里有会去取外面内容的域（{found[1].upper()}）。请在 Word 里把它删去或变成普通文字。")
