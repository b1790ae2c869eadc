"""Every verb of production in one place, for the doors; each lives in the module of its noun."""

from anzhu.production.batches import add, compile_batch, freeze, remove, thaw
from anzhu.production.collecting import collect
from anzhu.production.confirming import confirm as confirm_request
from anzhu.production.deciding import approve
from anzhu.production.lists import print_list
from anzhu.production.printing import (
    cancel,
    check,
    check_scanned,
    confirm,
    document,
    label_document,
    spoil,
    start,
)
from anzhu.production.shipping import found_later, hand_over, pack, receive, unpack

__all__ = [
    "add",
    "approve",
    "cancel",
    "check",
    "check_scanned",
    "collect",
    "compile_batch",
    "confirm",
    "confirm_request",
    "document",
    "found_later",
    "freeze",
    "hand_over",
    "label_document",
    "pack",
    "print_list",
    "receive",
    "remove",
    "spoil",
    "start",
    "thaw",
    "unpack",
]
