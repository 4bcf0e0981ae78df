"""One registration form as PDF and as Word, against the least a program could do with the same libraries.

PDF: the same finished lines, already broken and placed, drawn plainly on the canvas with the same fonts. `first` is
the first sheet of a fresh process, from loading the printing parts to the closed file; the records are loaded before,
as they are when a person prints. `warm` is each further sheet, with other words every time; `batch` many in one file.
Word: an empty package opened and saved.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from bench.turns import in_turn, report

FIRST_GOAL, WARM_GOAL, BATCH_GOAL, WORD_GOAL = 1.3, 1.5, 1.4, 1.6
BATCH = 200
CONTENT = (
    "第{n}件：三组从村口老槐树到水塘那一段，路灯坏了{n}盏，快两个月了。晚上老人出门看不清路，上月有人在水渠边摔伤。"
    "反映人周福𠮷、李㛃等23户已经两次向村里反映（最近一次为2026年2月18日），答复是“已列入计划”，一直没有人来修。"
    "希望在汛期以前修好，并明确以后由谁维护；水塘边没有护栏，也请一并考虑。"
)


def opinion_file(n: int) -> Any:
    """Everything of one opinion that has gone its whole way; all people are invented."""
    from lianluozhan.models.opinions import DispatchFile, OpinionFile
    from lianluozhan.models.opinions.handling import Dispatch, OpinionStep
    from lianluozhan.models.opinions.record import Opinion, Status
    from lianluozhan.models.places import HandlingBody
    from lianluozhan.models.stations import Station

    opinion = Opinion(
        number=f"社情民意〔2026〕{n:04d}号",
        status=Status.DISPATCHED,
        registered_on=date(2026, 3, 5),
        received_on=date(2026, 3, 4),
        submitter_name="周福𠮷",
        phone="13812342609",
        address="石桥村三组17号",
        people_count=23,
        title="石桥村三组路灯损坏，晚上老人出行不便",
        content=CONTENT.format(n=n),
        request="尽快修好四盏路灯，并明确以后由谁维护。",
        proposal="拟交村镇建设服务中心办理，要求30日内答复代表和反映人。",
    )
    steps = tuple(OpinionStep(name=name, words="情况属实，同意拟办意见。") for name in ("approve", "review"))
    dispatch = Dispatch(number=f"交办〔2026〕{n:03d}号", due_on=date(2026, 4, 8))
    return OpinionFile(
        opinion=opinion,
        station=Station(name="青石镇人大代表联络站"),
        village_name="石桥村",
        category_path="交通出行",
        deputies=("赵明山（县）",),
        registered_by_name="王秀英",
        steps=steps,
        dispatches=(DispatchFile(dispatch, HandlingBody(name="村镇建设服务中心"), ()),),
        replies=(),
        feedbacks=(),
        evaluations=(),
        deadlines=(),
        attachments=(),
        lead_body=None,
        proposed_body=None,
    )


def print_pdf(path: Path, *files: Any) -> None:
    """What the program does: record to document, to lines, to pages, to a file that is whole or not there."""
    from lianluozhan.printing.forms.opinion_registration import opinion_registration
    from lianluozhan.printing.pdf import write_pdf

    write_pdf(map(opinion_registration, files), path)


def finished(n: int) -> dict[str, Any]:
    """The sheet as lines that are broken and placed already: fonts, texts, rules and frames in points from below."""
    from lianluozhan.printing.forms.opinion_registration import opinion_registration
    from lianluozhan.printing.layout import lay_out

    [page] = lay_out(opinion_registration(opinion_file(n)))
    return finished_page(page)


def finished_page(page: Any) -> dict[str, Any]:
    """A laid-out page as lines for the plain canvas."""
    fonts, texts = {}, []
    for text in page.texts:
        x = text.x
        for run in text.runs:
            fonts[run.face.name] = str(run.face.path)
            texts.append((run.face.name, text.size, x, page.height - text.baseline, run.text, run.spacing))
            x += sum(map(run.stack.__getitem__, run.text)) * text.size / 1000 + run.spacing * len(run.text)
    rules = [(r.weight, r.x1, page.height - r.y1, r.x2, page.height - r.y2) for r in page.rules]
    frames = [(f.weight, f.x, page.height - f.y - f.height, f.width, f.height) for f in page.frames]
    fills = [(f.tone, f.x, page.height - f.y - f.height, f.width, f.height) for f in page.fills]
    size = (page.width, page.height)
    return {"size": size, "fonts": fonts, "texts": texts, "rules": rules, "frames": frames, "fills": fills}


def draw_plainly(path: Path, *sheets: Any) -> None:
    """The baseline: drawString, line and rect, each line as it stands."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    fonts = {name: file for sheet in sheets for name, file in sheet["fonts"].items()}
    for name, file in fonts.items():
        if f"plain-{name}" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(f"plain-{name}", file))
    canvas = Canvas(str(path), pageCompression=1, initialFontName="plain-song")
    for sheet in sheets:
        _draw(canvas, sheet)
        canvas.showPage()
    canvas.save()


def _draw(canvas: Any, sheet: dict[str, Any]) -> None:
    canvas.setPageSize(sheet["size"])
    for tone, *box in sheet["fills"]:
        canvas.setFillGray(1 - tone)
        canvas.rect(*box, stroke=0, fill=1)
    if sheet["fills"]:
        canvas.setFillGray(0)
    for weight, *ends in sheet["rules"]:
        canvas.setLineWidth(weight)
        canvas.line(*ends)
    for weight, *box in sheet["frames"]:
        canvas.setLineWidth(weight)
        canvas.rect(*box)
    for name, size, x, y, text, spacing in sheet["texts"]:
        canvas.setFont(f"plain-{name}", size)
        canvas.drawString(x, y, text, charSpace=spacing or None)


def in_fresh_process(whose: str, sheet: Path, rounds: int) -> list[float]:
    """Seconds of the first sheet of so many processes, the clock running from the first import of a printing part."""
    command = [sys.executable, "-m", "bench.print_registration", "--first", whose, "--sheet", str(sheet)]
    return [float(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]


def first_sheet(whose: str, sheet: Path) -> float:
    """Print one sheet in this process and say how long it took."""
    path = sheet.with_suffix(f".{whose}.pdf")
    lines, file = json.loads(sheet.read_text("utf-8")), opinion_file(1)
    start = time.perf_counter()
    if whose == "ours":
        print_pdf(path, file)
    else:
        draw_plainly(path, lines)
    return time.perf_counter() - start


def measure_first(folder: Path, rounds: int) -> None:
    sheet = folder / "sheet.json"
    sheet.write_text(json.dumps(finished(1)), "utf-8")
    mine, base = [], []
    in_fresh_process("ours", sheet, 1), in_fresh_process("plain", sheet, 1)
    for _ in range(rounds):
        mine += in_fresh_process("ours", sheet, 1)
        base += in_fresh_process("plain", sheet, 1)
    report("first sheet as PDF", mine, base, FIRST_GOAL)


def measure_warm(folder: Path, rounds: int) -> None:
    numbers, sheets = count(1), [finished(n) for n in range(1, rounds + 2)]
    lines = iter(sheets)
    files = iter([opinion_file(n) for n in range(1, rounds + 2)])
    mine, base = in_turn(
        lambda: print_pdf(folder / f"{next(numbers)}.pdf", next(files)),
        lambda: draw_plainly(folder / "plain.pdf", next(lines)),
        rounds,
    )
    report("warm sheet as PDF", mine, base, WARM_GOAL)


def measure_batch(folder: Path, rounds: int) -> None:
    sheets = [finished(n) for n in range(1, BATCH + 1)]
    files = [opinion_file(n) for n in range(1, BATCH + 1)]
    mine, base = in_turn(
        lambda: print_pdf(folder / "all.pdf", *files),
        lambda: draw_plainly(folder / "plain.pdf", *sheets),
        max(rounds // 3, 3),
    )
    print(f"batch of {BATCH} sheets: {BATCH / min(mine):.0f} sheets a second")
    report("batch of sheets as PDF", mine, base, BATCH_GOAL)


def measure_word(folder: Path, rounds: int) -> None:
    import docx

    from lianluozhan.printing.forms.opinion_registration import opinion_registration
    from lianluozhan.printing.word import write_word

    files = iter([opinion_file(n) for n in range(1, rounds + 2)])
    mine, base = in_turn(
        lambda: write_word([opinion_registration(next(files))], folder / "a.docx"),
        lambda: docx.Document().save(str(folder / "empty.docx")),
        rounds,
    )
    report("sheet as Word", mine, base, WORD_GOAL)


MEASURES: dict[str, Callable[[Path, int], None]] = {
    "first": measure_first,
    "warm": measure_warm,
    "batch": measure_batch,
    "word": measure_word,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", choices=MEASURES)
    parser.add_argument("--first", choices=("ours", "plain"), help=argparse.SUPPRESS)
    parser.add_argument("--sheet", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first:
        return print(first_sheet(options.first, options.sheet))
    with tempfile.TemporaryDirectory() as folder:
        for name, measure in MEASURES.items():
            if options.only in (None, name):
                measure(Path(folder), options.rounds)
    return None


if __name__ == "__main__":
    main()
