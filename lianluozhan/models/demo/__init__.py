"""A lively sample station: invented people, opinions in every state, the same content for the same seed."""

from .making import DemoAccount, demo

__all__ = ["DemoAccount", "demo"]
