"""Make resources/codes/initials.txt, the pinyin initials of every Han character that pypinyin knows.

The first line gives the version of pypinyin. Then come runs, `hexadecimal-start letters`, a letter for each code point
from there on: the initial of its first reading, in capitals if other readings begin otherwise, `.` if none is known.
The last two lines name those others: the characters, and all initials of each, the first reading's first.
"""

import unicodedata
from pathlib import Path

import pypinyin
from pypinyin.constants import PINYIN_DICT

BLOCKS = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
ADDED = {"𠮷": "jí", "𫝺": "níng"}  # in names of people, not yet in pypinyin
GAP = 64  # a longer gap between two known characters begins a new run


def letters(readings: str) -> str:
    """The initials of readings such as `zhòng,chóng,tóng`: `zct`."""
    found = [unicodedata.normalize("NFD", reading)[0].lower() for reading in readings.split(",") if reading]
    return "".join(dict.fromkeys(letter for letter in found if letter.isascii()))


def main() -> None:
    known = {code: letters(readings) for code, readings in PINYIN_DICT.items()}
    known |= {ord(character): letters(reading) for character, reading in ADDED.items() if ord(character) not in known}
    codes = sorted(code for code in known if known[code] and any(low <= code <= high for low, high in BLOCKS))
    runs: list[tuple[int, list[str]]] = []
    for code in codes:
        if not runs or code - runs[-1][0] - len(runs[-1][1]) > GAP:
            runs.append((code, []))
        start, run = runs[-1]
        run += ["."] * (code - start - len(run))
        run.append(known[code][0].upper() if len(known[code]) > 1 else known[code])
    several = [code for code in codes if len(known[code]) > 1]
    others = ["".join(map(chr, several)), " ".join(known[code] for code in several)]
    lines = [pypinyin.__version__, *(f"{start:x} {''.join(run)}" for start, run in runs), *others]
    target = Path(__file__).parents[1] / "resources" / "codes" / "initials.txt"
    target.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(codes)} characters in {len(runs)} runs, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
