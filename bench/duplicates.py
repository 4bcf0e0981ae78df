"""How long it takes to see possible duplicates among 100,000 opinions, and how long the longest step of it is.

The station is filled with texts put together from sentences of real messages where those lie beside the project
(`../shared/data`), else with the sentences of the sample station; a third of it is of the last two years.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from lianluozhan.models.demo import content
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.places import Category, HandlingBody, Village
from lianluozhan.models.session import Session

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
