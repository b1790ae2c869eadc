"""A desk where cases are reviewed: what agency and centre do alike, and where they differ.

``Desk`` holds the differences; whoever reviews builds one for the ``area`` of its pages (the
namespace of its addresses, its words and its templates). Views stand in ``desk_views``, the list
of cases in ``desk_queue``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from anzhu import words
from anzhu.cases import queries as cases
from anzhu.kernel.actor import Actor
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.reviews import actions as reviews
from anzhu.reviews import queries
from anzhu.reviews.queries import Row
from anzhu.rules.facts import Kind, Role, Status
from anzhu.web.shared import review_hours, review_marks
from anzhu.web.shared.answers import conflict
from anzhu.web.shared.forms import Form
from anzhu.web.shared.request import Request
from anzhu.web.shared.review_past import history_line
from anzhu.web.shared.templatetags.anzhu import mask_name, zh_datetime

#: How many lines of the history a lost race shows.
_LINES = 4


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What differs from desk to desk."""

    area: str
    roles: Sequence[Role]
    #: the status of the cases that wait here to be taken
    waiting: Status
    #: the tabs of the queue in their order, each with the status it lists; the first is shown first
    tabs: Mapping[str, Status]
    #: the decisions that the form of marks may go on to after it was saved
    then: Sequence[str]
    #: colour and word of everything worth knowing before opening a case
    tags: Callable[[Row], list[tuple[str, str]]]
    #: the kinds of application the queue can be narrowed to
    kinds: Sequence[Kind] = ()

    def url_of(self, ref: str) -> str:
        """Where a case is looked at."""
        return reverse(f"{self.area}:case", kwargs={"ref": ref})

    def kind_asked(self, text: str) -> str:
        """The kind somebody asked for; empty for all, and for what is none of them."""
        return text if text in set(self.kinds) else ""


def claim_next(desk: Desk, request: Request, *, kind: str = "") -> str | None:
    """The reference of the case that was claimed; whoever was quicker only costs the next try."""
    free = queries.next_free(
        request.actor, status=desk.waiting, now=request.now, kind=desk.kind_asked(kind)
    )
    for case_id, ref in free:
        try:
            reviews.claim(case_id=case_id, actor=request.actor, now=request.now)
        except (Refused, NotVisible):
            continue
        return ref
    return None


def going_on(desk: Desk, request: Request) -> str | None:
    """The next case after a decision, if the reviewer wants to go on at once and one waits."""
    if "go_on" not in request.POST:
        return None
    # What is in hand comes first, so that a repeated click does not claim a second case.
    return queries.in_hand(request.actor) or claim_next(desk, request)


def save_marks(request: Request, ref: str) -> None:
    """Keep what the form says; raises ``Refused`` if the case is not the actor's to judge."""
    found = cases.visible(request.actor, ref)
    revision = cases.latest_revision(found)
    judged = review_marks.posted(request.POST, revision.checklist if revision else ())
    reviews.save_marks(
        case_id=found.pk,
        judged=judged,
        entries=review_hours.posted(request.POST),
        actor=request.actor,
        now=request.now,
    )


def lost(
    desk: Desk,
    request: Request,
    ref: str,
    refused: Refused,
    *,
    keep: Form | None = None,
    typed: Sequence[tuple[str, str]] | None = None,
) -> HttpResponse:
    """409: what happened to the case meanwhile, and what was typed, as ``conflict`` shows it."""
    said = meanwhile(request.actor, ref)
    back = desk.url_of(ref)
    return conflict(request, refused, keep=keep, meanwhile=said, back=back, typed=typed)


def lost_marks(desk: Desk, request: Request, ref: str, refused: Refused) -> HttpResponse:
    """409 that says in words every mark that could not be saved."""
    revision = cases.latest_revision(cases.visible(request.actor, ref))
    typed = review_marks.typed(request.POST, revision.checklist if revision else ())
    return lost(desk, request, ref, refused, typed=typed)


def meanwhile(actor: Actor, ref: str) -> Sequence[str]:
    """Who did what to the case last, in words; nothing where it is not theirs any more."""
    try:
        acts = cases.history(cases.visible(actor, ref))[:_LINES]
    except NotVisible:
        return ()
    return [
        words.text(
            "review.meanwhile",
            time=zh_datetime(act.at),
            who=mask_name(act.person.name) if act.person else words.text("kinds.role.clock"),
            what=history_line(act).text,
        )
        for act in acts
    ]
