"""The long jobs of the backup section and the steps that each goes through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from lianluozhan.models.backup import job as heard

from .steps_panel import JobPanel
from .task import Task


class Job(Enum):
    """What is under way; one at a time."""

    MAKE = auto()
    VERIFY = auto()
    LOOK = auto()
    CLEAN = auto()


MAKING = (
    ("取得数据的副本", (heard.COPYING, heard.OF_BASE)),
    ("写入备份", (heard.WRITING,)),
    ("从盘上重新读出，逐个核对", (heard.READING,)),
    ("打开备份，核对账实", (heard.OPENING,)),
    ("用备份做一张表，登记", (heard.TRYING,)),
)
VERIFYING = (("从备份里读出，逐个核对", (heard.READING, heard.OF_BASE)), ("打开备份，核对账实", (heard.OPENING,)))
CLEANING = (("把留着的整套再读一遍，再清理", ()),)


def panels() -> dict[Job, JobPanel]:
    """A panel for each job; looking inside is verified first and shows the same one."""
    making = JobPanel("正在备份", "几步都完成才算备份成功。中途取消或拔盘，以前的备份不受影响。", *_steps(MAKING))
    verifying = JobPanel("正在核验备份", "只读不写，备份和电脑里的数据都不会动。", *_steps(VERIFYING))
    cleaning = JobPanel("正在清理旧备份", "留着的整套都读得出来，才清理旧的。", *_steps(CLEANING))
    return {Job.MAKE: making, Job.VERIFY: verifying, Job.LOOK: verifying, Job.CLEAN: cleaning}


def _steps(known: Sequence[tuple[str, Sequence[str]]]) -> tuple[Sequence[str], Callable[[Task], int]]:
    """The titles, and which of them a task is at by what it says it is doing."""
    number = {words: at for at, (_, said) in enumerate(known) for words in said}
    return [title for title, _ in known], lambda task: number.get(task.what, 0)
