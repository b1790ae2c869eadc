"""Every verb of continuing education in one place, for the doors and for the worker."""

from anzhu.education.batches import (
    cancel,
    check,
    check_again,
    forget_rows,
    look_again,
    revoke,
    upload,
)
from anzhu.education.disputes import answer, raise_dispute
from anzhu.education.own import Rejection, Said, add, change, judged, remove, use
from anzhu.education.proofs import add as add_proof
from anzhu.education.proofs import check as check_proof
from anzhu.education.proofs import remove as remove_proof
from anzhu.education.taking import commit, take

__all__ = [
    "Rejection",
    "Said",
    "add",
    "add_proof",
    "answer",
    "cancel",
    "change",
    "check",
    "check_again",
    "check_proof",
    "commit",
    "forget_rows",
    "judged",
    "look_again",
    "raise_dispute",
    "remove",
    "remove_proof",
    "revoke",
    "take",
    "upload",
    "use",
]
