"""What the process that reads a stranger's file may use: memory, time, no file, no further process.

It runs in that process before anything of the file is touched, and imports nothing of ours. On Windows the program
that started the process holds it in a job (`job.py`) instead, for limits are set there from outside.
"""

from __future__ import annotations

import sys

MEMORY = 1 << 30
SECONDS = 20
_GRACE = 5  # the program ends the process after SECONDS; should the program be gone, the process ends itself


def narrow(memory: int = MEMORY, seconds: int | None = None) -> None:
    """From here on: a gigabyte, twenty seconds of work, nothing written to a disk, no process started."""
    if sys.platform == "win32":
        return
    import resource
    import signal

    seconds = SECONDS if seconds is None else seconds
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        resource.setrlimit(what, (0, 0))  # the answer goes into a pipe, which is no file
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # a signal that tells, and a second later the end
    signal.alarm(seconds + _GRACE)


def close_doors() -> None:
    """From here on no file, folder, device or connection can be opened; what is needed has been loaded."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
