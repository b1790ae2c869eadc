"""The page before an application is opened: may it be, why, and what the law says of the time."""

from collections.abc import Sequence
from dataclasses import dataclass

from anzhu.rules.facts import Kind
from anzhu.rules.filing import Filing
from anzhu.rules.objections import Objection
from anzhu.web.applicant.pages.home import start_url
from anzhu.web.shared.outlook import Reason, outlook, reason


@dataclass(frozen=True, kw_only=True)
class Offer:
    """【开始初始注册】 with one sentence why, or every reason why not."""

    start_url: str
    text: str
    reasons: Sequence[Reason]


def offer(kind: Kind, law: Filing | None, objections: Sequence[Objection]) -> Offer:
    """May an application of this kind be started?"""
    possible = outlook(law, kinds=[kind]).possible if law else ()
    return Offer(
        start_url="" if objections else start_url(kind),
        text="".join(one.why for one in possible),
        reasons=[reason(one) for one in objections],
    )
