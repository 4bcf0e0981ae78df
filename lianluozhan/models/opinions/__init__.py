"""Opinions of the public (社情民意, 3.2, 4.3, 5.1): from the first word of a resident to the closed sheet."""

from .closing import SUBMITTER, close, close_problems, decide, evaluate, evaluation_of, inform, why_no_redo
from .figures import (
    DueCounts,
    DueState,
    HeldDue,
    MonthFigures,
    due_by_holder,
    due_counts,
    due_state,
    month_figures,
    soon_until,
)
from .file import DispatchFile, OpinionFile, category_path, file_of, masked, masked_phone, unmask
from .flow import STEPS
from .judging import approve, review, send_back
from .leaving import restore_voided, void, withdraw
from .lists import listing, search_listing, waiting_for
from .narrowing import Narrowing, Order, View, orders
from .pausing import is_paused, pause, resume, why_no_pause
from .record import Opinion, Status
from .redirecting import extend, return_dispatch
from .registering import FORM_FIELDS, answer_on_spot, blank, edit, register, register_and_submit, submit
from .sending import dispatch, handle_self, joint_reply, receive, reply
from .taking_back import last_own_step, take_back, why_not_taken_back
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
    "Narrowing",
    "Opinion",
    "OpinionFile",
    "Order",
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
    "is_paused",
    "joint_reply",
    "last_own_step",
    "listing",
    "masked",
    "masked_phone",
    "month_figures",
    "open_steps_for",
    "orders",
    "paper_steps_for",
    "pause",
    "receive",
    "register",
    "register_and_submit",
    "reply",
    "restore_voided",
    "resume",
    "return_dispatch",
    "review",
    "search_listing",
    "send_back",
    "soon_until",
    "steps_of",
    "submit",
    "take_back",
    "unmask",
    "void",
    "waiting_for",
    "why_no_pause",
    "why_no_redo",
    "why_not",
    "why_not_taken_back",
    "withdraw",
]
