"""目录.xlsx and 说明.txt of an electronic package: the catalogue, and how to prove it without this program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lianluozhan.models.sheet_cells import OPTIONS, pen, put
from lianluozhan.printing.forms.archive_words import titled

if TYPE_CHECKING:
    from .archive_plan import Plan

CATALOGUE, README = "目录.xlsx", "说明.txt"
_HEADS = (
    *(("序号", 6), ("档号", 30), ("文号", 20), ("责任者", 24), ("题名", 60), ("日期", 11), ("密级", 6)),
    *(("页数", 6), ("备注", 24), ("保管期限", 10), ("机构（问题）", 14), ("盒号", 6), ("文件夹", 28)),
)
_COUNTED = (0, 7)

LINUX_SHA256 = "sha256sum -c --quiet manifest-sha256.txt && echo 全部一致"
LINUX_SM3 = (
    'while IFS= read -r l; do f="${l#*  }"; [ "$(openssl dgst -sm3 -r "$f" | cut -d\' \' -f1)" = "${l%%  *}" ]'
    ' || echo "不一致：$f"; done < manifest-sm3.txt'
)
LINUX_SM3_SHORT = "cksum -a sm3 -c --quiet manifest-sm3.txt && echo 全部一致"
POWERSHELL = (
    "Get-Content manifest-sha256.txt -Encoding UTF8 | ForEach-Object { $h, $f = $_ -split '  ', 2;"
    ' if ((Get-FileHash -LiteralPath $f -Algorithm SHA256).Hash -ne $h) { "不一致：$f" } }'
)
CERTUTIL = "certutil -hashfile 目录.xlsx SHA256"

_TEXT = """{name}

{made_on} 由{made_by}用“联络站”程序制作。共 {items} 件。
这份电子档案不用本程序就能看：双击 index.html，用任何浏览器打开，可以查找、点开、打印。

里面有什么
  index.html           目录网页，点题名打开全文
  目录.xlsx            归档文件目录（表格）
  manifest-sha256.txt  每个文件的 SHA-256 摘要值
  manifest-sm3.txt     每个文件的 SM3（GB/T 32905）摘要值
  以档号命名的文件夹   一件一个，“·”写成“.”：
    content.pdf        全文：封面、卷内目录和全部表单，页码连编
    meta.xml           元数据（DA/T 46-2009 的元素；密级空着，本系统不存国家秘密）
    source             每张表单的 Word 文件
    attachments        附件的原件：照片、来信、签字扫描件

这是存档副本
  姓名、电话、住址都按原样保存，要求保密的和对某些工作人员回避的件也在里面。
  请和纸质档案一样保管，不要上传网络，不要给无关的人看。

怎样核对文件没有改动（先进入本文件夹）
  Linux（统信UOS、银河麒麟）终端：
    {linux}
  Linux 终端，按 SM3：
    {sm3}
  较新的系统也可以：
    {sm3_short}
  Windows，在 PowerShell 里：
    {powershell}
  Windows，只看一个文件，和 manifest-sha256.txt 里的那一行对照：
    {certutil}
  没有显示“不一致”，就是全部一致。
{waiting}"""


def readme(plan: Plan, made_on: str, made_by: str) -> bytes:
    """说明.txt, with a mark at its start and line ends that the editor of Windows understands."""
    waiting = f"\n本年度另有 {plan.waiting} 件还没有编件号，没有装进来。\n" if plan.waiting else ""
    text = _TEXT.format(
        name=f"{plan.fonds_name}{plan.year}年度电子档案",
        made_on=made_on,
        made_by=made_by,
        items=len(plan.folders),
        linux=LINUX_SHA256,
        sm3=LINUX_SM3,
        sm3_short=LINUX_SM3_SHORT,
        powershell=POWERSHELL,
        certutil=CERTUTIL,
        waiting=waiting,
    )
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def write_catalogue(plan: Plan, path: Path) -> None:
    """The catalogue with the columns of the standard and where each 件 lies; every cell is text or a number."""
    import xlsxwriter

    with path.open("xb") as file, xlsxwriter.Workbook(file, {**OPTIONS, "in_memory": True}) as book:
        sheet = book.add_worksheet("归档文件目录")
        title = pen(book, bold=True, font_size=16)
        head = pen(book, bold=True, border=1, text_wrap=True, valign="vcenter", bg_color="#F2EFE9")
        cell = pen(book, border=1, text_wrap=True, valign="top")
        number = book.add_format({"border": 1, "valign": "top"})
        put(sheet, 0, 0, f"{plan.fonds_name}{plan.year}年度归档文件目录", title)
        for column, (name, width) in enumerate(_HEADS):
            sheet.set_column(column, column, width)
            put(sheet, 1, column, name, head)
        for line, row in enumerate(_rows(plan), 2):
            for column, value in enumerate(row):
                if column in _COUNTED and value:
                    sheet.write_number(line, column, int(value), number)
                else:
                    put(sheet, line, column, value, cell)
        sheet.freeze_panes(2, 2)
        sheet.autofilter(1, 0, len(plan.items) + 1, len(_HEADS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)


def _rows(plan: Plan) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for n, planned in enumerate(plan.items, 1):
        item, box = planned.item, planned.box
        rows.append(
            (
                str(n),
                item.archival_number,
                item.document_number,
                item.responsible,
                titled(item),
                f"{item.dated_on:%Y%m%d}" if item.dated_on else "",
                "",
                str(item.pages or ""),
                "；".join(filter(None, (item.remark, planned.left_out))),
                item.retention.label,
                plan.units.get(item.unit, item.unit),
                str(box.number or "") if box else "",
                "" if planned.left_out else planned.folder,
            )
        )
    return rows
