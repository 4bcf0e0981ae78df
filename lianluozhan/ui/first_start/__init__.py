"""The first start: station, safekeeping, people, recovery code. Nothing is written before the last step."""

from .wizard import FirstStartPage

__all__ = ["FirstStartPage"]
