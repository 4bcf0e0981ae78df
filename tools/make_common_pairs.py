"""Make resources/codes/common_pairs.txt, how often two characters stand together: `make_common_pairs.py MESSAGES.xlsx`.

A line for each halving of frequency: in how many of `OF` messages, then all pairs of that frequency in a row. Nothing
of a message itself can be read from it; pairs that fewer than eight messages have are left out.
"""

import sys
from collections import Counter
from pathlib import Path

from python_calamine import CalamineWorkbook

from lianluozhan.models.learning.words import pairs

OUT = Path(__file__).resolve().parent.parent / "resources" / "codes" / "common_pairs.txt"
TITLE, TEXT = 2, 4
LEAST, LEVELS = 8, (8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048)


def main(source: str) -> None:
    rows = CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()[1:]
    having: Counter[str] = Counter()
    for row in rows:
        having.update(set(pairs(f"{row[TITLE]}\n{row[TEXT]}")))
    lines = [f"OF {len(rows)}"]
    for level, above in zip(LEVELS, (*LEVELS[1:], len(rows) + 1), strict=True):
        found = sorted(pair for pair, count in having.items() if level <= count < above and pair.isalpha())
        lines.append(f"{level} {''.join(found)}")
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
