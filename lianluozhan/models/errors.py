"""What can go wrong for a reason that the person at the keyboard can act on. Messages are shown as they are."""


class RuleError(Exception):
    """A rule forbids this, or something the person gave cannot be used; a Chinese sentence."""


class InvalidRecord(RuleError):
    """Some fields are wrong; `problems` maps a field name to what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = problems


class StorageError(Exception):
    """The computer is at fault: disk full, medium read-only, file damaged or in use; says what to do."""


class DiskRefuses(StorageError):
    """What is stored can be read, and nothing can be written: the disk is full, read-only or failing."""


class DamagedData(StorageError):
    """The data of this computer cannot be read any more; the way on is a restore."""


class Cancelled(Exception):
    """The person stopped a long job; nothing half-done is left."""
