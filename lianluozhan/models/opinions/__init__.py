"""Opinions of the public (社情民意, 3.2, 4.3, 5.1): from the first word of a resident to the closed sheet."""

from .closing import SUBMITTER, close, close_problems, decide, evaluate, evaluation_of, inform, why_no_redo
from .file import DispatchFile, OpinionFile, category_path, file_of, masked, masked_phone, unmask
from .flow import STEPS
from .judging import approve, review, send_back
from .leaving import restore_voided, void, withdraw
from .lists import (
    DueCounts,
    DueState,
    HeldDue,
    MonthFigures,
    View,
    due_by_holder,
    due_counts,
    due_state,
    listing,
    month_figures,
    search_listing,
    soon_until,
    waiting_for,
)
from .record import Opinion, Status
from .redirecting import extend, return_dispatch
from .registering import FORM_FIELDS, answer_on_spot, blank, edit, register, register_and_submit, submit
from .sending import dispatch, handle_self, joint_reply, receive, reply
from .trail import Signed, holders, steps_of
from .turns import open_steps_for, paper_steps_for, why_not

__all__ = [
    "FORM_FIELDS",
    "STEPS",
    "SUBMITTER",
    "DispatchFile",
    "DueCounts",
    "DueState",
    "HeldDue",
    "MonthFigures",
    "Opinion",
    "OpinionFile",
    "Signed",
    "Status",
    "View",
    "answer_on_spot",
    "approve",
    "blank",
    "category_path",
    "close",
    "close_problems",
    "decide",
    "dispatch",
    "due_by_holder",
    "due_counts",
    "due_state",
    "edit",
    "evaluate",
    "evaluation_of",
    "extend",
    "file_of",
    "handle_self",
    "holders",
    "inform",
    "joint_reply",
    "listing",
    "masked",
    "masked_phone",
    "month_figures",
    "open_steps_for",
    "paper_steps_for",
    "receive",
    "register",
    "register_and_submit",
    "reply",
    "restore_voided",
    "return_dispatch",
    "review",
    "search_listing",
    "send_back",
    "soon_until",
    "steps_of",
    "submit",
    "unmask",
    "void",
    "waiting_for",
    "why_no_redo",
    "why_not",
    "withdraw",
]
