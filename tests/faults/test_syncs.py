"""Each save asks the disk exactly once to make it durable: fsync and fdatasync counted by strace."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.keeping import make_home

ROOT = Path(__file__).resolve().parents[2]
SAVES = 10
WORK = f"""
import sys
from datetime import date
from pathlib import Path
from lianluozhan.models import opinions
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion
from tests.keeping import enter

place = Path(sys.argv[1])
session = enter(Home(place / "home"), "zhou")
category = session.value("SELECT max(id) FROM categories")
form = Opinion(
    received_on=date(2026, 11, 20), submitter_name="周长福", title="路灯损坏", content="坏了。" * 50,
    category_id=category, proposal="请交办。",
)
letter = place / "letter.jpg"
letter.write_bytes(b"letter" * 5000)
opinions.register(session, form)
for name, act in (
    ("register", lambda: opinions.register(session, form)),
    ("submit", lambda: opinions.register_and_submit(session, form)),
    ("attach", lambda: opinions.register(session, form, [letter])),
):
    (place / f"{{name}}-begins").touch()
    for _ in range({SAVES}):
        act()
    (place / f"{{name}}-ends").touch()
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: syncs are not counted")
def test_every_save_is_one_sync_and_an_attachment_is_synced_before_it(tmp_path: Path) -> None:
    make_home(tmp_path / "home")
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync,openat", "-o", str(trace), sys.executable, "-c", WORK]
    subprocess.run([*command, str(tmp_path)], check=True, cwd=ROOT)
    text = trace.read_text("utf-8", "replace")

    def syncs(name: str) -> int:
        part = text.split(f"{name}-begins", 1)[1].split(f"{name}-ends", 1)[0]
        return len(re.findall(r"\b(?:fsync|fdatasync)\(", part))

    assert syncs("register") == SAVES
    assert syncs("submit") == SAVES  # registration, number, submission and limit are one action
    assert syncs("attach") == 4 * SAVES  # the file, its folder and the folder above, before the row that names it
