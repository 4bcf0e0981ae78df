"""The emergency drill: a computer that has nothing but the stick and the paper code comes back to work (F125).

The old station is made, backed up to a stick, and taken away. Then, in a process with an empty home folder, the real
window is driven by keys along the printed page: 从备份还原, the paper code, a new password, sign in; a matter and its
attachment are opened, one form is printed, everything is checked, and the next backup is made and verified. As root on
Linux the stick is a file system of its own, mounted under /media for that process alone.

`count` 1 uses this checkout; with 2 the program too comes from nowhere: a fresh clone and `python3 dev.py run` first.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.reports import Outcome, Work

ROOT = Path(__file__).resolve().parents[2]
GOAL = 15 * 60  # seconds
OPINIONS, PHOTOS, PHOTO = 1_200, 120, 400_000  # attachments of so many bytes besides those of the sample
STICK_SIZE = 512 * 2**20
NEW = "Yanlian#2027"
FRESH = 2
Said = dict[str, object]


def part(work: Work) -> list[Outcome]:
    """One row a step with its time, and a row for the whole."""
    stick = Stick(work.place("stick"))
    code, opinions, seconds = old_station(work, stick)
    rows = [Outcome("the old station, backed up and taken away", opinions, clock(seconds), seconds=seconds)]
    machine = work.place("machine")
    program, python = ROOT, sys.executable
    began = time.monotonic()
    if work.count >= FRESH:
        program = machine / "program"
        python = str(program / ".venv" / "bin" / "python")
        rows += fresh_program(program, machine)
    said = on_the_machine(machine, stick, program, python, [code, str(opinions)])
    total = time.monotonic() - began
    for name, seconds in said["steps"]:  # type: ignore[attr-defined]
        rows.append(Outcome(name, 1, clock(seconds), seconds=seconds))
    wrong = [str(line) for line in said["wrong"]]  # type: ignore[attr-defined]
    if total > GOAL:
        wrong.append(f"{clock(total)} is longer than {clock(GOAL)}")
    return [*rows, Outcome("the drill as a whole", 1, f"{clock(total)} of {clock(GOAL)}", wrong, total)]


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{seconds % 60:04.1f}"


class Stick:
    """A file system in a file where that can be mounted, else a folder."""

    def __init__(self, place: Path) -> None:
        self.image, self.folder = place / "stick.img", place / "files"
        self.folder.mkdir()
        self.is_image = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("unshare") is not None

    def seal(self) -> None:
        """Put what was written into the image, and take it away here."""
        if self.is_image:
            with self.image.open("wb") as file:
                file.truncate(STICK_SIZE)
            subprocess.run(["mkfs.ext4", "-q", "-d", self.folder, self.image], check=True)
            shutil.rmtree(self.folder)

    def command(self, words: list[str], mounted: Path) -> list[str]:
        """Words that run in a namespace of their own with the stick plugged in."""
        if not self.is_image:
            return words
        script = f'mkdir -p "{mounted}" && mount -o loop "{self.image}" "{mounted}" && exec "$@"'
        return ["unshare", "-m", "sh", "-c", script, "sh", *words]


def old_station(work: Work, stick: Stick) -> tuple[str, int, float]:
    """The sample station with photos; its paper code, how many matters it has. Nothing of it stays but the stick."""
    from lianluozhan.models import accounts, attachments, backup
    from lianluozhan.models.attachments import Enclosed
    from lianluozhan.models.demo import content, demo
    from lianluozhan.models.homes import Home, sign_in, sign_in_again
    from lianluozhan.models.passwords import new_recovery_code

    began, home, code = time.monotonic(), Home(work.folder / "old"), new_recovery_code()
    demo(home, opinions=OPINIONS)
    head = sign_in(home, "wangxiuying", content.PASSWORD)
    session = sign_in_again(head, "zhouchangfu", content.PASSWORD)
    with session.action("opinion.edit"):
        for number in range(PHOTOS):
            photo = Enclosed(f"现场照片{number + 1}.jpg", content=os.urandom(PHOTO))
            attachments.attach(session, "opinions", number + 1, photo)
    accounts.renew_recovery_code(head, code)
    opinions = int(session.value("SELECT count(*) FROM opinions"))
    backup.back_up(session, stick.folder)
    session.close()
    shutil.rmtree(home.folder)
    stick.seal()
    return code, opinions, time.monotonic() - began


def empty_machine(machine: Path) -> dict[str, str]:
    """The environment of somebody who has just unpacked the computer."""
    home = machine / "home"
    home.mkdir(exist_ok=True)
    names = ("PATH", "LANG", "DISPLAY", "PIP_INDEX_URL", "PIP_CONFIG_FILE")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    places = {name: str(home / name.lower()) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    return kept | places | {"HOME": str(home), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def fresh_program(program: Path, machine: Path) -> list[Outcome]:
    """A clone of the repository, and the first `dev.py run`, which makes the environment."""
    began = time.monotonic()
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, program], check=True)
    cloned = time.monotonic()
    words = [sys.executable, "dev.py", "run", "forms"]
    subprocess.run(words, cwd=program, env=empty_machine(machine), check=True, stdout=subprocess.DEVNULL)
    installed = time.monotonic()
    return [
        Outcome("the program fetched", 1, clock(cloned - began), seconds=cloned - began),
        Outcome("the program set up by dev.py run", 1, clock(installed - cloned), seconds=installed - cloned),
    ]


def on_the_machine(machine: Path, stick: Stick, program: Path, python: str, told: list[str]) -> Said:
    """Run `walk` on the fresh computer, and hear what it found."""
    mounted = Path("/media/drill/备份U盘") if stick.is_image else stick.folder
    report = machine / "report.json"
    words = [python, "-m", "tests.faults.drill_walk", str(machine / "data"), str(mounted), str(report), *told]
    env = empty_machine(machine) | {"PYTHONPATH": str(program)}
    ended = subprocess.run(stick.command(words, mounted), cwd=program, env=env)
    if not report.exists():
        return {"steps": [], "wrong": [f"the walk ended with status {ended.returncode} and no report"]}
    said: Said = json.loads(report.read_text("utf-8"))
    return said


@contextmanager
def timed(steps: list[tuple[str, float]], name: str) -> Iterator[None]:
    """Note how long a step took."""
    began = time.monotonic()
    yield
    steps.append((name, time.monotonic() - began))


def main(run: Callable[[Work], list[Outcome]] = part) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        for row in run(Work(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 1)):
            sys.stdout.write(f"{row.what}: {row.told} {row.wrong or ''}\n")


if __name__ == "__main__":
    main()
