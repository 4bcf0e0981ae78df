"""A second program opens our Word files: LibreOffice, with the bundled fonts under the names the files ask for."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lianluozhan import paths
from lianluozhan.printing.fonts import FACES
from lianluozhan.printing.word.text import MARKS_FONT, NAMES, RARE_FONT

MOST = 150
SOFFICE = shutil.which("soffice")
_STANDS_FOR = {name: FACES[face][1] for face, name in NAMES.items()} | {
    RARE_FONT: FACES["rare"][1],
    MARKS_FONT: "DejaVu Sans",
}
_ALIAS = '<match><test name="family"><string>{}</string></test><edit name="family" mode="assign" binding="strong">'


def as_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """Each Word file as LibreOffice lays it out, many in one call: it ends before it has opened 250."""
    assert SOFFICE
    profile = folder / "profile"
    profile.mkdir()
    fonts = profile / "fonts.conf"
    fonts.write_text(_fonts_conf(profile), "utf-8")
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "LC_ALL": "C.UTF-8"}
    for at in range(0, len(files), MOST):
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, files[at : at + MOST])],
            check=True,
            capture_output=True,
            env=environment,
            timeout=380,
        )
    return [folder / file.with_suffix(".pdf").name for file in files]


def _fonts_conf(profile: Path) -> str:
    aliases = "".join(
        f"{_ALIAS.format(name)}<string>{family}</string></edit></match>" for name, family in _STANDS_FOR.items()
    )
    return (
        f"<fontconfig><dir>{paths.resources() / 'fonts'}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{profile / 'cache'}</cachedir>{aliases}</fontconfig>"
    )
