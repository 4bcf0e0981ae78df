"""One long job that is to be killed in the middle: set-up, backup or restore, over and over."""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path

from lianluozhan.models import backup
from lianluozhan.models.homes import Home
from tests.keeping import PASSWORD, enter, make_home


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("job", choices=("set_up", "back_up", "restore"))
    parser.add_argument("home", type=Path)
    parser.add_argument("other", type=Path)
    options = parser.parse_args()
    session = enter(Home(options.home), "zhou") if options.job == "back_up" else None
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in itertools.count():
        if options.job == "set_up":
            make_home(options.other / str(number))
        elif options.job == "restore":
            backup.restore(options.other, Home(options.home), backup.by_password("li", PASSWORD))
        elif session:
            made = backup.back_up(session, options.other)
            sys.stdout.write(f"{made.path.name}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
