"""Start the program: with a command it works without a window, without one it opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window; the exit status."""
    if getattr(sys, "frozen", False) and sys.argv[1:2] == ["--read-table"]:
        from lianluozhan.models.imports import limits, sheets  # the packed program is its own interpreter here

        limits.narrow()
        sheets.main(sys.argv[2:], limits.close_doors)
        return 0
    if getattr(sys, "frozen", False) and sys.argv[1:2] == ["--count-pages"]:
        from lianluozhan.models.imports import limits, pdf_pages_child

        pdf_pages_child.main(limits.narrow, limits.close_doors)
        return 0
    if getattr(sys, "frozen", False) and sys.argv[1:2] == ["--read-scan"]:
        from lianluozhan.models.archive import scan_reading
        from lianluozhan.models.imports import limits

        limits.narrow(scan_reading.MEMORY, scan_reading.SECONDS)
        scan_reading.main(sys.argv[2:], limits.close_doors)
        return 0
    from lianluozhan import cli

    options = cli.parse(arguments)
    if options.command:
        return cli.run(options)
    from lianluozhan.app import main as open_window

    return open_window(options.home)


if __name__ == "__main__":
    sys.exit(main())
