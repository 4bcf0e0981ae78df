"""Nothing of a resident lies about: a station is worked with canaries, then all that the program left is searched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .canary_station import NEEDLES

ROOT = Path(__file__).resolve().parents[2]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gbk")


def spellings() -> dict[bytes, str]:
    """Each canary as it may lie in a file, also as JSON and links write it."""
    found = {needle.encode(name): needle for needle in NEEDLES for name in ENCODINGS}
    for needle in NEEDLES:
        escaped = needle.encode("unicode_escape")
        quoted = "".join(f"%{byte:02X}" for byte in needle.encode())
        found |= {escaped: needle, quoted.encode(): needle}
    return found


def findings(folder: Path) -> list[str]:
    """Files under `folder` with a canary in their name or in their bytes."""
    wrong = []
    for path in folder.rglob("*"):
        wrong += [f"name {path}" for needle in NEEDLES if needle in path.name]
        if path.is_file():
            content = path.read_bytes()
            wrong += [
                f"{path.relative_to(folder)}: {said}" for bytes_, said in spellings().items() if bytes_ in content
            ]
    return wrong


@pytest.mark.clause("4.7.2")
def test_a_day_at_the_station_leaves_no_residents_data_outside_what_is_sealed_and_what_was_asked_for(tmp_path):
    left, asked = tmp_path / "left", tmp_path / "asked"
    places = {"HOME": "user", "TMPDIR": "temp", "TEMP": "temp", "TMP": "temp"}
    places |= {f"XDG_{kind}_HOME": f"user/{kind.lower()}" for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    places |= {"XDG_RUNTIME_DIR": "runtime"}
    environment = os.environ | {name: str(left / place) for name, place in places.items()}
    for place in set(places.values()):
        (left / place).mkdir(parents=True, exist_ok=True)
    (left / "runtime").chmod(0o700)
    command = [sys.executable, "-m", "tests.ui.canary_station", str(left / "home"), str(asked)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=240)
    assert done.returncode == 0, done.stderr.decode()[-3000:]

    assert {"登记表.pdf", "登记表.docx", "清单.xlsx"} <= {path.name for path in asked.iterdir()}
    log = left / "home" / "logs" / "lianluozhan.log"
    assert "ValueError" in log.read_text("utf-8")
    assert findings(left) == []
    said = done.stdout + done.stderr
    assert [needle for spelled, needle in spellings().items() if spelled in said] == []
    assert "联络站" in done.stdout.decode()

    lying = findings(asked)
    assert any(line.startswith("证明.txt") for line in lying)
    assert [line for line in lying if ".llzbak" in line] == []
    assert len(list(asked.glob("*.llzbak"))) == 1


def test_the_search_finds_a_canary_in_each_way_of_writing(tmp_path):
    for at, name in enumerate(ENCODINGS):
        (tmp_path / f"{at}.bin").write_bytes(b"\x00\x01" + NEEDLES[0].encode(name) + b"\xff")
    assert len({line.partition(":")[0] for line in findings(tmp_path)}) == len(ENCODINGS)
