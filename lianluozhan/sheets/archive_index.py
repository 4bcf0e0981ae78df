"""index.html of an electronic package: one file that any browser opens, found by words, read and printed without us.

Nothing in it comes from outside, and without its few lines of script all of it is still there to read and to click.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from lianluozhan.models.archive.record import Part
from lianluozhan.printing.forms.archive_words import titled

from .archive_plan import CONTENT, META
from .archive_readme import CATALOGUE, README

if TYPE_CHECKING:
    from .archive_plan import Plan, Planned

FILE = "index.html"
_STYLE = """
:root{color-scheme:light}
body{font:16px/1.6 "Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;
margin:0 auto;max-width:76rem;padding:1.5rem;color:#1c1c1c;background:#fff}
h1{font-size:1.7rem;margin:.2rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:2px solid #a51c1c;
padding-bottom:.2rem}
p.soft{color:#555;margin:.2rem 0}
#find{font:inherit;width:100%;box-sizing:border-box;padding:.55rem .8rem;border:1px solid #888;border-radius:.4rem;
margin:1rem 0 .2rem}
#find:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid #1a5fb4;outline-offset:2px}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #bbb;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f2efe9;font-weight:600}
th:nth-child(1){width:3.2rem}th:nth-child(2){width:12.5rem}th:nth-child(3){width:9rem}
th:nth-child(4){width:8rem}th:nth-child(6){width:5.6rem}th:nth-child(7){width:3.2rem}
td:nth-child(1),td:nth-child(7){text-align:right}
a{color:#0b4f9e}summary{cursor:pointer;color:#555;font-size:.9rem}
details ul{margin:.3rem 0 .2rem;padding-left:1.3rem;font-size:.92rem}
tr.gone td{color:#666}tr[hidden],section[hidden]{display:none}
@media print{html{font-size:9pt}body{font-size:9pt;line-height:1.35;max-width:none;padding:0}th,td{padding:1mm 1.5mm}
h2{margin:5mm 0 2mm}#search,details{display:none}a{color:inherit;
text-decoration:none}thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}}
@page{size:A4 landscape;margin:15mm}
"""
_SCRIPT = """
(function(){var f=document.getElementById('find'),n=document.getElementById('count');
document.getElementById('search').hidden=false;
var rows=[].slice.call(document.querySelectorAll('tbody tr')).map(function(r){return [r,r.textContent.toLowerCase()]});
function look(){var w=f.value.toLowerCase().split(/\\s+/).filter(Boolean),k=0;
rows.forEach(function(p){var s=w.every(function(x){return p[1].indexOf(x)>=0});p[0].hidden=!s;if(s)k++});
[].forEach.call(document.querySelectorAll('section'),function(s){
s.hidden=!s.querySelector('tbody tr:not([hidden])')});
n.textContent=w.length?'找到 '+k+' 件':'共 '+rows.length+' 件'}
f.addEventListener('input',look);look()})();
"""
_HEADS = ("序号", "档号", "文号", "责任者", "题名", "日期", "页数")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def index(plan: Plan, bound: dict[int, Sequence[Part]], made_on: str, made_by: str) -> bytes:
    """The page; `bound` has the parts of each 件 with their pages, by its id."""
    name = escape(f"{plan.fonds_name}{plan.year}年度电子档案")
    body = "".join(
        _class(plan, list(of_class), bound)
        for _, of_class in groupby(plan.items, key=lambda each: (each.item.unit, each.item.retention))
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{name}</title><style>{_STYLE}</style></head>
<body><header><h1>{name}</h1>{_head(plan, made_on, made_by)}</header>
<div id="search" hidden><label for="find">查找</label>
<input id="find" type="search" autocomplete="off" placeholder="题名、档号、责任者、人名、日期，几个词用空格分开">
<p class="soft" id="count" role="status"></p></div>
<noscript><p class="soft">要查找，请按 Ctrl+F。</p></noscript>
<main>{body}</main><script>{_SCRIPT}</script></body></html>
""".encode()


def _head(plan: Plan, made_on: str, made_by: str) -> str:
    kept, pages = len(plan.folders), sum(planned.item.pages or 0 for planned in plan.folders)
    gone = f"；另有 {len(plan.items) - kept} 件已销毁或撤件，只留目录" if kept < len(plan.items) else ""
    whose = f"全宗号 {plan.scheme.fonds or '（未给）'}　立档单位 {plan.station.name}　共 {kept} 件 {pages} 页{gone}"
    how = f'怎样核对文件没有改动，见<a href="{quote(README)}">{README}</a>；'
    table = f'表格目录见<a href="{quote(CATALOGUE)}">{CATALOGUE}</a>。'
    made = f"{escape(made_on)} 由{escape(made_by)}制作。点题名打开全文；{how}{table}"
    return f'<p class="soft">{escape(whose)}</p><p class="soft">{made}</p>'


def _class(plan: Plan, planned: list[Planned], bound: dict[int, Sequence[Part]]) -> str:
    """One class (保管期限, 机构) as a table."""
    item = planned[0].item
    unit = f"　{plan.units.get(item.unit, item.unit)}" if item.unit else ""
    rows = "".join(_row(n, each, bound.get(each.item.id, ())) for n, each in enumerate(planned, 1))
    heads = "".join(f'<th scope="col">{text}</th>' for text in _HEADS)
    title = escape(f"{plan.year}年度　{item.retention.label}{unit}")
    return f"<section><h2>{title}</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>\n"


def _row(number: int, planned: Planned, parts: Sequence[Part]) -> str:
    item = planned.item
    title = escape(titled(item))
    if planned.left_out:
        title = f"{title}<br>（{escape(planned.left_out)}）"
    else:
        link = quote(f"{planned.folder}/{CONTENT}")
        title = f'<a href="{link}">{title}</a>{_inside(planned, parts)}'
    day = f"{item.dated_on:%Y%m%d}" if item.dated_on else ""
    texts = [str(number), item.archival_number, item.document_number, item.responsible]
    cells = [*map(escape, texts), title, day, str(item.pages or "")]
    gone = ' class="gone"' if planned.left_out else ""
    return f"<tr{gone}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _inside(planned: Planned, parts: Sequence[Part]) -> str:
    """What is in a folder, below its title."""
    files = {each.attachment.id: each.path for each in planned.enclosed}
    lines = []
    for n, part in enumerate(parts):
        path = files.get(part.attachment_id or 0) or (planned.sources[n] if n < len(planned.sources) else "")
        name = escape(part.name)
        lines.append(f'<li><a href="{quote(path)}">{name}</a></li>' if path else f"<li>{name}</li>")
    lines.append(f'<li><a href="{quote(f"{planned.folder}/{META}")}">元数据 meta.xml</a></li>')
    persons = f"<li>涉及的人：{escape(planned.item.persons)}</li>" if planned.item.persons else ""
    return f"<details><summary>材料 {len(parts)} 份</summary><ul>{''.join(lines)}{persons}</ul></details>"
