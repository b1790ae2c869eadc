"""A draft of new numbers as a file: read whole, or refused with everything that is wrong in it."""

import sys
from pathlib import Path

from anzhu import words
from anzhu.rules.drafts import Draft, UnreadableDraft, read_draft


def draft_in(path: Path) -> Draft | None:
    """The draft in this file; None, and the reasons on the error stream, if it cannot be taken."""
    try:
        return read_draft(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as why:
        print(words.text("ops.rules.no_file", file=path, why=why), file=sys.stderr)
    except UnreadableDraft as wrong:
        for found in wrong.objections:
            print(words.objection(found), file=sys.stderr)
    return None
