"""A job of Windows around the process that reads a stranger's file: its memory and time, and its end with ours.

Written by the documentation of Windows and never run there by us: what is tested is that it does nothing elsewhere. A
job that cannot be made leaves the reader with the time limit of its caller alone; that is no reason to refuse a file.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .limits import MEMORY, SECONDS

_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY = 0x0002, 0x0008, 0x0100
_DIE_ON_FAULT, _KILL_ON_CLOSE = 0x0400, 0x2000
_HUNDRED_NANOSECONDS = 10_000_000


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def limits(memory: int = MEMORY, seconds: int = SECONDS) -> _ExtendedLimits:
    """What the job allows its one process."""
    allowed = _ExtendedLimits()
    basic = allowed.BasicLimitInformation
    basic.LimitFlags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_FAULT | _KILL_ON_CLOSE
    basic.PerProcessUserTimeLimit = seconds * _HUNDRED_NANOSECONDS
    basic.ActiveProcessLimit = 1
    allowed.ProcessMemoryLimit = memory
    return allowed


@contextmanager
def held(process: Any, memory: int = MEMORY, seconds: int = SECONDS) -> Iterator[None]:
    """Keep a process in a job of its own; when this program ends, however it ends, the process ends too."""
    if os.name != "nt":
        yield
        return
    kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    kernel.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    job = kernel.CreateJobObjectW(None, None)
    try:
        if job:
            allowed = limits(memory, seconds)
            kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(allowed), ctypes.sizeof(allowed))
            kernel.AssignProcessToJobObject(job, int(process._handle))
        yield
    finally:
        if job:
            kernel.CloseHandle(job)
