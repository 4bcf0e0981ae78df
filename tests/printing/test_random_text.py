"""A trial of the line breaker: made-up text with marks everywhere, at many widths and sizes, counted as a whole."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianluozhan.printing.fonts import STACKS
from lianluozhan.printing.lines import CLOSE, NOT_END, NOT_START, SQUEEZE, STOPS, UNIT, Column, Line, break_text

HAN = "路水村民反映道修复问题群众代表意见建议办理答复雨天出行不便照明学校老人希望尽快落实"
MARKS = (
    "，",
    "。",
    "、",
    "；",
    "：",
    "！",
    "？",
    "。”",
    "）",
    "（",
    "《",
    "》",
    "“",
    "”",
    "——",
    "……",
    "·",
    "％",
    "）、",
    "），",
)
WORDS = (
    "2026年",
    "1.2公里",
    "15日",
    "GD20260108000327",
    "〔2026〕12号",
    "□接待",
    "AQI",
    "12345热线",
    "㛃",
    "𠮷",
    "3.5%",
)
WIDTHS = (36.0, 60.0, 90.0, 120.0, 180.0, 260.0, 340.0, 442.2)
SIZES = (9.0, 10.5, 12.0, 16.0)
ROOMY = 120.0  # points: narrower columns have no right answer where three marks follow each other


def made_up(chance: random.Random, length: int) -> str:
    """Runs of characters with a mark or a word between them, now and then a mark behind another."""
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        parts.append("".join(chance.choices(HAN, k=chance.randint(1, 14))))
        parts.append(chance.choice(MARKS) if chance.random() < 0.7 else chance.choice(WORDS))
    return "".join(parts)


def set_lines(text: str, width: float, size: float, family: str = "fang", *, hang: bool = False) -> list[Line]:
    return break_text(text, Column(STACKS[family], size, width, indent=2, hang=hang))


def drawn_width(line: Line, size: float) -> float:
    """How far the runs of a line reach, as the painters add it up; the gap after the last character is not drawn."""
    total = 0.0
    for run in line.runs:
        total += sum(run.face.width(char) for char in run.text) * size / 1000 + run.spacing * len(run.text)
        total -= sum(kern for _, kern in run.kerns) * size / 1000
    last = line.runs[-1]
    return (
        total
        - last.spacing
        + sum(kern for at, kern in last.kerns if at == len(last.text) - 1 and kern < 0) * size / 1000
    )


def breaches(found: list[Line]) -> int:
    """Line ends that break a rule."""
    return sum(
        after.text[0] in NOT_START or before.text[-1] in NOT_END
        for before, after in pairwise(line for line in found if line.text)
    )


def test_a_large_trial_keeps_every_character_and_nearly_every_rule() -> None:
    chance = random.Random(2026)
    many = wrong = 0
    for _ in range(60):
        text = made_up(chance, 400)
        for width in WIDTHS:
            for size in SIZES:
                found = set_lines(text, width, size)
                assert "".join(line.text for line in found) == text
                if width >= ROOMY:
                    many += len(found)
                    wrong += breaches(found)
    assert many > 20_000
    assert wrong / many < 1 / 1_500, f"{wrong} of {many} line ends"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(WIDTHS), st.sampled_from(SIZES), st.booleans())
def test_what_is_drawn_is_as_wide_as_the_line_says_and_never_wider_than_its_column(
    seed: int, width: float, size: float, hang: bool
) -> None:
    for line in set_lines(made_up(random.Random(seed), 150), width, size, hang=hang):
        assert drawn_width(line, size) + min(line.shift, 0) == pytest.approx(line.width, abs=0.02)
        blank = size / 2 if line.text[-1] in CLOSE else 0.0
        outside = blank + (size / 2 if hang and line.text[-1] in STOPS else 0.0)
        assert max(line.shift, 0) + line.width <= width + outside + 0.1 or len(line.text) == 1


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(WIDTHS[3:]), st.sampled_from(SIZES))
def test_gaps_are_never_squeezed_or_stretched_beyond_their_limits(seed: int, width: float, size: float) -> None:
    for line in set_lines(made_up(random.Random(seed), 200), width, size):
        for run in line.runs:
            assert -SQUEEZE - 0.01 <= run.spacing * 1000 / size <= 160.01


@pytest.mark.parametrize("width", [120.0, 180.0, 260.0, 442.2])
def test_a_last_line_is_never_one_character_alone(width: float) -> None:
    for length in range(20, 200):
        for end in ("", "。", "。”"):
            *rest, last = break_text("路" * length + end, Column(STACKS["fang"], 12, width, indent=2))
            assert not rest or len(last.text.rstrip("。”")) > 1


@pytest.mark.parametrize("unit", sorted(UNIT - {"％"}))
def test_a_number_stays_with_its_unit_wherever_it_falls(unit: str) -> None:
    for before in range(24):
        found = break_text("路" * before + f"12{unit}" + "水" * 30, Column(STACKS["fang"], 12, 264))
        assert not any(line.text.endswith("12") for line in found)


def test_text_at_a_line_start_after_an_opening_mark_is_flush_but_for_the_first_line() -> None:
    text = "（甲）" + "路" * 19 + "（乙）" + "水" * 40
    found = break_text(text, Column(STACKS["fang"], 12, 264))
    starts = [line for line in found if line.text[0] == "（"]
    assert starts[0].shift == 0
    assert all(line.shift == -6 for line in starts[1:])
