"""Hand-over lists (F124): what one person leaves to another, signed by both and a witness (2.2, 4.6.1)."""

from .open_items import items_in_hand, not_listed, open_items_of_deputy, open_items_of_staff
from .record import HandOver, HandOverItem, ItemKind, Occasion
from .writing import (
    BY_HAND,
    HandOverFile,
    add_scan,
    edit,
    file_of,
    items_of,
    listing,
    note_signed,
    of_staff,
    takers,
    unvoid,
    void,
    write,
    written,
)

__all__ = [
    "BY_HAND",
    "HandOver",
    "HandOverFile",
    "HandOverItem",
    "ItemKind",
    "Occasion",
    "add_scan",
    "edit",
    "file_of",
    "items_in_hand",
    "items_of",
    "listing",
    "not_listed",
    "note_signed",
    "of_staff",
    "open_items_of_deputy",
    "open_items_of_staff",
    "takers",
    "unvoid",
    "void",
    "write",
    "written",
]
