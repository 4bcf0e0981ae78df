"""How long it takes to see possible duplicates among 100,000 opinions, and how long the longest step of it is.

The station is filled with texts put together from sentences of real messages where those lie beside the project
(`../shared/data`), else with the sentences of the sample station; a third of it is of the last two years.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from pathlib import Path

from bench.save_opinion import open_station
from lianluozhan.models.demo import content
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.opinions.similar import Typed, look_for
from lianluozhan.models.places import Category, HandlingBody, Village
from lianluozhan.models.session import Session

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
MESSAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "opinions-with-replies.xlsx"
YEARS, BATCH = 6, 5000
TITLE, TEXT = 2, 4  # columns of the messages


def messages() -> list[tuple[str, str]]:
    """Title and text of each real message; of the sample station where there are none."""
    if not MESSAGES.exists():
        return [(topic.title, topic.content) for topic in content.TOPICS]
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(MESSAGES)).get_sheet_by_index(0).to_python()[1:]
    return [(cleaned(str(row[TITLE])), cleaned(str(row[TEXT]))) for row in rows]


def cleaned(text: str) -> str:
    """Without blanks and what no form takes."""
    return "".join(char for char in text if char.isprintable() and not char.isspace())


def fill(session: Session, count: int, seed: int = 7) -> None:
    """`count` opinions, the oldest first; each of the sentences of two messages."""
    chance, known = random.Random(seed), messages()
    sentences = [sentence for _, text in known for sentence in text.split("。") if 6 < len(sentence) < 120]
    with session.action("station.set_up"):
        session.add_many([Village(name=name) for name in content.VILLAGES])
        session.add_many([Category(name=f"分类{n}") for n in range(60)])
        session.add_many([HandlingBody(name=f"单位{n}") for n in range(20)])
    for at in range(0, count, BATCH):
        with session.action("station.set_up"):
            session.add_many(list(_some(session, chance, known, sentences, range(at, min(at + BATCH, count)), count)))


def _some(
    session: Session,
    chance: random.Random,
    known: list[tuple[str, str]],
    sentences: list[str],
    numbers: range,
    count: int,
) -> Iterator[Opinion]:
    for n in numbers:
        title, text = chance.choice(known)
        text = "。".join([text[:400], *chance.choices(sentences, k=3)])
        day = session.today - timedelta(days=YEARS * 365 * (count - n) // count + 1)
        yield Opinion(
            number=f"社情民意〔{day.year}〕{n:06d}号",
            status=Status.HANDLING if chance.random() < 0.002 else Status.CLOSED,
            received_on=day,
            registered_on=day,
            submitter_name=chance.choice(content.SURNAMES) + chance.choice(content.GIVEN),
            phone=f"13{chance.randint(100_000_000, 999_999_999)}",
            village_id=chance.randint(1, len(content.VILLAGES)),
            category_id=chance.randint(1, 60),
            lead_body_id=chance.randint(1, 20),
            title=title[:40] or "没有事由",
            content=text,
            registered_by=session.staff.id,
        )


def typed_ones(session: Session, count: int, seed: int = 3) -> list[dict[str, object]]:
    """Forms as they are being filled: a real title, and a part of a real text with it."""
    chance, known = random.Random(seed), messages()
    found = []
    for _ in range(count):
        title, text = chance.choice(known)
        cut = chance.choice((20, 60, 200, 1000))
        values: dict[str, object] = {"title": title[:40], "content": text[:cut], "submitter_name": "王建国"}
        if chance.random() < 0.7:
            values["village_id"] = chance.randint(1, len(content.VILLAGES))
        if chance.random() < 0.5:
            values["category_id"] = chance.randint(1, 60)
        found.append(values)
    return found


def steps(work: Generator[None, None, object]) -> tuple[float, float]:
    """Seconds of the longest step, and of all together."""
    longest = whole = 0.0
    while True:
        begun = time.perf_counter()
        try:
            next(work)
        except StopIteration:
            return longest, whole
        finally:
            took = time.perf_counter() - begun
            longest, whole = max(longest, took), whole + took


def spread(name: str, seconds: list[float]) -> None:
    """Median, 95th of a hundred, worst."""
    ordered = sorted(seconds)
    at = [ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100], ordered[-1]]
    print(f"{name}: median {at[0] * 1000:.1f} ms, 95 % {at[1] * 1000:.1f} ms, worst {at[2] * 1000:.1f} ms")


def with_station(count: int, run: Callable[[Session], None]) -> None:
    """Run on a station with so many opinions, in a folder that is removed."""
    with tempfile.TemporaryDirectory() as folder:
        session = open_station(Path(folder) / "station")
        fill(session, count)
        run(session)
        session.close()


def beside_the_form(session: Session, forms: list[dict[str, object]]) -> None:
    """The pane itself: from the last key until all is shown, and the longest time that a key could wait for it."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from lianluozhan import paths
    from lianluozhan.ui import theme
    from lianluozhan.ui.pages.opinion.side_pane import SidePane

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as icons:
        theme.load_fonts()
        theme.apply(application, theme.LIGHT, 100, paths.resources() / "icons", Path(icons))
        pane = SidePane(session)
        pane.resize(318, 640)
        pane.show()
        QTest.qWait(50)
        deadline = time.perf_counter() + 60
        while pane.work.is_learning and time.perf_counter() < deadline:
            pane.consider(forms[0])
            QTest.qWait(200)
        took, longest = [], []
        for values in forms:
            pane.work.longest = pane.work.took = 0.0
            pane.consider(values)
            while not pane.work.took:
                application.processEvents()
            took.append(pane.work.took)
            longest.append(pane.work.longest)
        spread("from the last key until shown (goal <= 150 ms)", took)
        spread("longest that a key could wait for it (goal <= 16 ms)", longest)
        pane.close()


def measure(session: Session) -> None:
    forms = typed_ones(session, 150)
    found = [steps(look_for(session, Typed.of(values))) for values in forms]
    found = [steps(look_for(session, Typed.of(values))) for values in forms]
    spread("duplicates, longest step", [longest for longest, _ in found])
    spread("duplicates, all steps", [whole for _, whole in found])
    beside_the_form(session, forms)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opinions", type=int, default=100_000)
    with_station(parser.parse_args().opinions, measure)


if __name__ == "__main__":
    main()
