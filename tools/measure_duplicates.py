"""Precision and recall of the possible duplicates, on pairs of real messages that a reader has judged.

`measure_duplicates.py MESSAGES.xlsx` fills a station with the 2,816 messages (the region that a message names stands
for the village, its user for the submitter), types each message that is part of a judged pair, and looks whether the
other one is among what is shown. `--unjudged N` prints shown pairs that nobody has judged yet.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.duplicates import cleaned
from bench.save_opinion import open_station
from lianluozhan.models.opinions import similar
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.places import Village
from lianluozhan.models.session import Session

PAIRS = Path(__file__).resolve().parent / "labelled_pairs.txt"
REGION = re.compile(r"[A-Z]\d*[市区县]")


@dataclass(frozen=True)
class Message:
    number: str
    user: str
    title: str
    text: str
    region: str


def messages(path: str) -> list[Message]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    found = []
    for row in rows:
        title, text = cleaned(str(row[2])), cleaned(str(row[4]))
        region = REGION.findall(title + text)
        number = str(row[0]).split(".")[0]
        found.append(Message(number, str(row[1]), title, text, max(region, key=len) if region else ""))
    return found


def judged(*, shown: bool = False) -> list[tuple[str, str, bool]]:
    """The judged pairs; with `shown` also those that were judged because the program had shown them."""
    lines = [line.split() for line in PAIRS.read_text("utf-8").splitlines() if line[0] != "#"]
    return [(line[0], line[1], line[2] == "same") for line in lines if shown or len(line) == 3]


def fill(session: Session, known: list[Message]) -> dict[str, int]:
    """All messages as closed matters of the last two years; returns the id of each."""
    regions = sorted({message.region for message in known if message.region})
    with session.action("station.set_up"):
        added = session.add_many([Village(name=name) for name in regions])
        villages = {village.name: village.id for village in added}
        made = session.add_many(
            [
                Opinion(
                    status=Status.CLOSED,
                    received_on=session.today - timedelta(days=(len(known) - at) // 5),
                    title=message.title[:40] or "没有事由",
                    content=message.text,
                    village_id=villages.get(message.region),
                    registered_by=session.staff.id,
                )
                for at, message in enumerate(known)
            ]
        )
    return {message.number: opinion.id for message, opinion in zip(known, made, strict=True)}


def shortened(text: str, chance: random.Random, share: float) -> str:
    """The message as it might be told again: some of its sentences, in another order."""
    parts = [part for part in re.split(r"[，。；！？,;!?]", text) if part]
    kept = [part for part in parts if chance.random() < share] or parts[:1]
    chance.shuffle(kept)
    return "，".join(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages")
    parser.add_argument("--unjudged", type=int, default=0)
    options = parser.parse_args()
    known = messages(options.messages)
    with tempfile.TemporaryDirectory() as folder:
        session = open_station(Path(folder) / "station")
        ids = fill(session, known)
        measure(session, known, ids, options.unjudged)
        session.close()


def typed_of(session: Session, message: Message, id_: int, *, village: bool = True) -> similar.Typed:
    stored = session.get(Opinion, id_)
    found = stored.village_id if village else None
    return similar.Typed(title=stored.title, content=stored.content, village_id=found, own_id=id_)


def measure(session: Session, known: list[Message], ids: dict[str, int], unjudged: int) -> None:
    by_number, pairs = {message.number: message for message in known}, judged()
    numbers = {id_: number for number, id_ in ids.items()}
    shown: dict[str, list[str]] = {}
    for number in sorted({number for one, other, _ in pairs for number in (one, other)}, key=int):
        found = similar.found_at_once(session, typed_of(session, by_number[number], ids[number]))
        shown[number] = [numbers[candidate.id] for candidate in found]
    for half in ("first", "second"):
        part = [pair for at, pair in enumerate(pairs) if (at % 2 == 0) == (half == "first")]
        same = [other in shown[one] or one in shown[other] for one, other, alike in part if alike]
        other = [b in shown[a] or a in shown[b] for a, b, alike in part if not alike]
        print(
            f"{half} half: same {sum(same)}/{len(same)} shown, other {sum(other)}/{len(other)} shown,"
            f" precision over judged {sum(same) / max(1, sum(same) + sum(other)):.3f}"
        )
    told_again(session, known, ids)
    spread(session, known, ids, numbers, judged(shown=True), unjudged)


def told_again(session: Session, known: list[Message], ids: dict[str, int]) -> None:
    """300 messages told again with 60, 40 and 25 in a hundred of their sentences, in another order, no title."""
    chance = random.Random(11)
    some = chance.sample([message for message in known if len(message.text) > 60], 300)
    for share in (0.6, 0.4, 0.25):
        hits = first = 0
        for message in some:
            typed = replace(
                typed_of(session, message, ids[message.number]),
                title="",
                content=shortened(message.text, chance, share),
                own_id=0,
            )
            found = [candidate.id for candidate in similar.found_at_once(session, typed)]
            hits += ids[message.number] in found
            first += found[:1] == [ids[message.number]]
        print(f"told again with {share:.0%} of the sentences: shown {hits / 300:.3f}, first {first / 300:.3f}")


def spread(
    session: Session,
    known: list[Message],
    ids: dict[str, int],
    numbers: dict[int, str],
    pairs: list[tuple[str, str, bool]],
    unjudged: int,
) -> None:
    """How much is shown to messages at large: few of them have a double."""
    truth = {frozenset((one, other)): alike for one, other, alike in pairs}
    chance, rows = random.Random(5), []
    some = chance.sample(known, 600)
    for message in some:
        for candidate in similar.found_at_once(session, typed_of(session, message, ids[message.number])):
            rows.append((message, numbers[candidate.id], candidate))
    good = sum(truth.get(frozenset((m.number, n))) is True for m, n, _ in rows)
    bad = sum(truth.get(frozenset((m.number, n))) is False for m, n, _ in rows)
    print(f"600 messages at large: {len(rows)} shown, {good} judged same, {bad} judged other, rest not judged")
    texts = {message.number: message for message in known}
    left = [row for row in rows if frozenset((row[0].number, row[1])) not in truth]
    for message, number, candidate in chance.sample(left, min(unjudged, len(left))):
        other = texts[number]
        print(f"{message.number} {number} {candidate.score:.2f} {candidate.why}")
        print(f"  A {message.title}: {message.text[:70]}\n  B {other.title}: {other.text[:70]}")


if __name__ == "__main__":
    main()
