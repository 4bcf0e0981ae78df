#!/usr/bin/env python3
"""Run, test and measure the program from a checkout: `python3 dev.py run|test|bench|faults|scans|pictures|forms`.

Standard library only. It makes `.venv`, installs the pinned packages when a pin has changed, and sees to
the system libraries that Qt needs, by apt where it may, otherwise by saying which command does it.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.txt"
CONSTRAINTS = "tools/constraints.txt"  # what the pinned packages bring with them
SAMPLE, FORMS = ROOT / "build" / "sample", ROOT / "build" / "forms"

# what Qt loads, and the Debian package that has it
QT = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
TOOLS = {  # without them a few tests are skipped
    "pdftoppm": "poppler-utils",
    "strace": "strace",
    "gcc": "gcc",  # the faults of single calls
    "mkfs.ext4": "e2fsprogs",  # the power cuts
}


def main() -> int:
    options, rest = _parse()
    os.chdir(ROOT)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]
    make_venv()
    install()
    if options.verb == "run":
        return run(rest, sample=options.sample)
    if options.verb == "test":
        return test(rest)
    if options.verb == "bench":
        return bench(rest)
    if options.verb == "pictures":
        need_libraries(QT)
        return call([PYTHON, "tools/photograph.py", *rest], {"QT_QPA_PLATFORM": "offscreen"})
    if options.verb == "forms":
        return call([PYTHON, "-m", "tools.picture_forms", *rest])
    if options.verb == "scans":
        return call([PYTHON, "-m", "tests.hundred_scans", *rest])
    need_libraries(QT)
    want_tools()
    return call([PYTHON, "-m", "tests.faults.campaign", *rest], {"QT_QPA_PLATFORM": "offscreen"})


def _parse() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], allow_abbrev=False)
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="run | test | bench | faults | scans | pictures | forms"
    )
    for name, told in (
        ("run", "open the program; without a screen, or with a command of the program, work without a window"),
        ("test", "check style and types, then run all tests; with arguments for pytest, only pytest"),
        ("bench", "run one measurement, or name those there are"),
        (
            "faults",
            "kill, cut, fill, fail, flip and type (hours; --short, --only PARTS, --report FILE, --PART N)",
        ),
        ("scans", "put a hundred printed sheets on a scanner, several times (--seeds N, --first N, --keep FOLDER)"),
        ("pictures", "photograph every page of the window at all sizes"),
        ("forms", "picture every form as PDF and as Word, and renew the sheets in docs/forms"),
    ):
        verb = verbs.add_parser(name, help=told, description=told, allow_abbrev=False)
        if name == "run":
            verb.add_argument("--sample", action="store_true", help="use the sample station in build/sample")
    return parser.parse_known_args()


# --- small things ----------------------------------------------------------------------------------------------


def call(command: Iterable[object], environment: Mapping[str, str] | None = None, stdout: int | None = None) -> int:
    """Run a command on our own terminal; its exit status."""
    parts = [str(part) for part in command]
    return subprocess.run(parts, env={**os.environ, **(environment or {})}, stdout=stdout).returncode


def told(command: Iterable[object], environment: Mapping[str, str] | None = None) -> str:
    """What a command of the program prints; a failing one ends this run with its status."""
    parts = [str(part) for part in command]
    found = subprocess.run(parts, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, encoding="utf-8")
    if found.returncode:
        raise SystemExit(found.returncode)
    return found.stdout


def succeeds(command: Sequence[object]) -> bool:
    parts = [str(part) for part in command]
    return not subprocess.run(parts, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def say(line: str) -> None:
    print(line, flush=True)


def stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


# --- what a checkout needs -------------------------------------------------------------------------------------


def make_venv() -> None:
    """A `.venv` with pip; made again when it does not start."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said before anything newer is needed
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if PYTHON.exists() and succeeds([PYTHON, "-c", "import pip"]):
        return
    if importlib.util.find_spec("ensurepip") is None:
        apt_install(["python3-venv"], "This Python cannot make a virtual environment.")
    say("Making .venv …")
    if call([sys.executable, "-m", "venv", "--clear", VENV]):
        stop("The virtual environment could not be made; see above.")


def install() -> None:
    """The pinned packages and the program itself, when a pin or the place of the checkout has changed."""
    pins = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", CONSTRAINTS)))
    wanted = f"{pins.hexdigest()}\n{ROOT}"
    if STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return
    say("Installing the packages named in pyproject.toml (the first time some 300 MB) …")
    quiet = ("-qq", "--disable-pip-version-check")
    if call([PYTHON, "-m", "pip", "install", *quiet, "--constraint", CONSTRAINTS, "--editable", ".[dev]"]):
        stop("The packages could not be installed; see above.")
    STAMP.write_text(wanted, "utf-8")


def need_libraries(*lists: Mapping[str, str]) -> None:
    """See to it that Qt finds the system's libraries (Linux only; elsewhere it brings them)."""
    if sys.platform.startswith("linux"):
        missing = {package for known in lists for library, package in known.items() if not _loads(library)}
        if missing:
            apt_install(sorted(missing), "Qt needs system libraries that are not here.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def want_tools() -> None:
    """Tools that a few tests look at paper and disk with: installed if we may, otherwise done without."""
    if missing := sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None):
        apt_install(missing, "Some tests need tools that are not here.", say)


def apt_install(packages: Sequence[str], why: str, refuse: Callable[[str], None] = stop) -> None:
    """Install Debian packages if we may; otherwise `refuse` with the line that does it."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        return refuse(f"{why} On Debian, Ubuntu, UOS and Kylin these packages have them: {' '.join(packages)}")
    if os.geteuid() == 0:
        before: list[str] = []
    elif shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        before = ["sudo", "-n"]
    else:
        return refuse(f"{why} Please run:  sudo {' '.join(line)}")
    say(f"{why} Installing {' '.join(packages)} …")
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive"]
    if succeeds([*quiet, *line]):
        return None
    succeeds([*quiet, "apt-get", "update"])  # the lists may be old or not there at all
    if call([*quiet, *line], stdout=subprocess.DEVNULL):
        return refuse(f"{why} apt could not install them; see above. The line was:  {' '.join(line)}")
    return None


# --- the verbs -------------------------------------------------------------------------------------------------


def run(rest: Sequence[str], *, sample: bool) -> int:
    """Open the window; or pass a command on; or, without a screen, carry out the main job."""
    environment = _sample() if sample else {}
    if rest:
        return call([PYTHON, "-m", "lianluozhan", *rest], environment)
    if not _has_screen():
        return main_job()
    need_libraries(QT, WINDOW)
    return call([PYTHON, "-m", "lianluozhan"], environment)


def _has_screen() -> bool:
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _sample(*, afresh: bool = False, opinions: int = 120) -> dict[str, str]:
    """The sample station, made if it is not there: the environment that signs in as its liaison officer."""
    home, accounts = SAMPLE / "home", SAMPLE / "accounts.txt"
    if afresh or not accounts.exists():  # without the accounts it was never finished
        shutil.rmtree(SAMPLE, ignore_errors=True)
        SAMPLE.mkdir(parents=True)
        made = told([PYTHON, "-m", "lianluozhan", "--home", home, "demo", "--opinions", str(opinions)])
        accounts.write_text(made, "utf-8")
    lines = [line.split("\t") for line in accounts.read_text("utf-8").splitlines()]
    say(f"The sample station is in {SAMPLE.relative_to(ROOT)}. Its accounts (role, name, password):")
    for line in lines:
        say("  " + "  ".join(line))
    _, user, password = next(line for line in lines if "联络员" in line[0])
    return {"LIANLUOZHAN_HOME": str(home), "LIANLUOZHAN_USER": user, "LIANLUOZHAN_PASSWORD": password}


def main_job() -> int:
    """The main job without a window: a sample station, search, every form as Word and PDF, a proven backup, a check."""
    say("No screen here, so the main job is done without a window.")
    environment = _sample(afresh=True, opinions=40)

    def command(*arguments: object) -> str:
        say(f"\n$ lianluozhan {' '.join(str(argument) for argument in arguments)}")
        return told([PYTHON, "-m", "lianluozhan", *arguments], environment)

    hits = command("search", "路灯").splitlines()
    say(f"{len(hits)} found" + (f", the first: {hits[0][:60]} …" if hits else ""))
    shutil.rmtree(FORMS, ignore_errors=True)
    say(command("print", "all", "--all", "--to", FORMS.relative_to(ROOT)).strip())
    stick = SAMPLE / "stick"
    stick.mkdir()
    say(command("backup", stick.relative_to(ROOT)).strip())
    say(command("verify", next(path for path in stick.iterdir() if path.is_file()).relative_to(ROOT)).strip())
    say(command("check").strip())
    say(f"\nThe forms are in {FORMS.relative_to(ROOT)}:")
    for path in sorted(FORMS.iterdir()):
        say(f"  {path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")
    return 0


# All tests; a file stays in one process. One more than there are cores, for some of them wait; in the order of the
# folders, so that what takes longest, the faults, comes first and no process is left alone with it at the end.
TOGETHER = ("--numprocesses", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder")
MEMORY, ROOMY = Path("/dev/shm"), 6 * 2**30  # where a sync costs nothing, and how much of it must be free


def test(rest: Sequence[str]) -> int:
    """Style, types and tests; all are run, and any that fails fails the whole."""
    need_libraries(QT)
    want_tools()
    with tempfile.TemporaryDirectory(
        prefix="lianluozhan-test-", dir=_quick_place(), ignore_cleanup_errors=True
    ) as place:
        return _stages(rest, {**ENVIRONMENT_OF_TESTS, "TMPDIR": place})


# Without a screen; and the many processes of the program that the tests start must not compile it each time.
ENVIRONMENT_OF_TESTS = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}


def _quick_place() -> Path | None:
    """Where the stations of the tests lie: in memory if there is room, otherwise where temporary files are."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY:
        return MEMORY
    return None


def _stages(rest: Sequence[str], environment: Mapping[str, str]) -> int:
    stages: dict[str, list[str]] = {
        "ruff check": ["ruff", "check", "--quiet", "."],
        "ruff format": ["ruff", "format", "--check", "--quiet", "."],
        "mypy": ["mypy"],
        "pytest": ["pytest", "--quiet", *(rest or TOGETHER)],
    }
    failed = []
    for name, arguments in stages.items():
        if rest and name != "pytest":
            continue
        say(f"--- {name}")
        started = time.monotonic()
        status = call([PYTHON, "-m", *arguments], environment)
        say(f"--- {name}: {'FAILED' if status else 'ok'} in {time.monotonic() - started:.0f} s")
        if status:
            failed.append(name)
    say(f"FAILED: {', '.join(failed)}" if failed else "All is well.")
    return 1 if failed else 0


def bench(rest: Sequence[str]) -> int:
    """One measurement against its baseline."""
    names = [path.stem for path in sorted((ROOT / "bench").glob("*.py")) if "__main__" in path.read_text("utf-8")]
    if not rest or rest[0] not in names:
        say(f"There are: {', '.join(names)}. Run one with:  python3 dev.py bench {names[0]}")
        return 2 if rest else 0
    return call([PYTHON, "-m", f"bench.{rest[0]}", *rest[1:]])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
