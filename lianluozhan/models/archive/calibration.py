"""How far a printer is off, from what the test sheet showed: typed in in mm, kept in tenths, by steps of 0.5 mm.

A printer draws everything the same way too far to the left or too high. The next test sheet is printed with the
correction; what it still shows is added.
"""

from __future__ import annotations

from ..errors import InvalidRecord

STAMP_LEFT, STAMP_TOP = 82.5, 12.0  # mm of the frame of the stamp from the edges of the paper, as it should be
STEP = 5  # tenths of a mm
MOST = 200  # tenths of a mm, in all
FAR = 15.0  # mm that one reading may be off; more is a slip of the pen, or paper of another size

AGAIN = "请再量一次，并检查打印时是不是选了 A4、“实际大小”。"

Move = tuple[int, int]  # tenths of a mm to the right and downward


def by_ruler(now: Move, left: float, top: float) -> Move:
    """The correction when the frame of the stamp stands so many mm from the left and upper edge of the paper."""
    _check({"left": left - STAMP_LEFT, "top": top - STAMP_TOP}, {"left": STAMP_LEFT, "top": STAMP_TOP})
    return _moved(now, {"left": STAMP_LEFT - left, "top": STAMP_TOP - top})


def by_crease(now: Move, right: float, down: float) -> Move:
    """The correction when the crease of the sheet folded in half crosses the scales so many mm right of, below 0."""
    _check({"right": right, "down": down}, {"right": 0, "down": 0})
    return _moved(now, {"right": right, "down": down})


def _check(off: dict[str, float], usual: dict[str, float]) -> None:
    problems = {
        name: f"和应有的 {usual[name]:g} 毫米差了 {abs(value):g} 毫米，太多了。{AGAIN}"
        for name, value in off.items()
        if not -FAR <= value <= FAR
    }
    if problems:
        raise InvalidRecord(problems)


def _moved(now: Move, further: dict[str, float]) -> Move:
    right, down = (before + _tenths(mm) for before, mm in zip(now, further.values(), strict=True))
    problems = {
        name: f"加上以前的，一共要移 {abs(value) / 10:g} 毫米，超过 {MOST // 10} 毫米。请检查打印机的纸张设置。"
        for name, value in zip(further, (right, down), strict=True)
        if not -MOST <= value <= MOST
    }
    if problems:
        raise InvalidRecord(problems)
    return right, down


def _tenths(mm: float) -> int:
    """In steps of half a millimetre, a quarter away from zero: the same to both sides."""
    steps = int(abs(mm) * 10 / STEP + 0.5)
    return steps * STEP if mm >= 0 else -steps * STEP
