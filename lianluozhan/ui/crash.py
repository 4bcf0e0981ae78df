"""The last net: an unexpected fault is logged without anybody's data, and the person is told what to do."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from lianluozhan.models.errors import RuleError, StorageError

logger = logging.getLogger("lianluozhan")


def start_log(folder: Path) -> Path:
    """Log to a rotating file in `folder`; returns its path. Never a record's content, only places in the code."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "lianluozhan.log"
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return path


def catch_all(log: Path, tell: Callable[[str], object]) -> None:
    """Log every fault that reaches the event loop as type and place, and tell the person once per fault."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        if isinstance(fault, RuleError | StorageError):  # met while a list was being read; it says itself what to do
            tell(str(fault))
            return
        places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        logger.error("%s at %s", kind.__name__, " < ".join(reversed(places)))
        tell(
            "刚才这一步没有做成，程序遇到了没有预料到的情况。已经保存的内容都在，请重新打开这一页再试；"
            f"如果还是这样，请把记录文件交给维护人员：{log}"
        )

    sys.excepthook = hook
