"""What both sides of the counter do with a request: fill in, print, upload, hand in, take back.

Written for any ``Side``; ``addresses`` builds them for one, with its doors.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anzhu import words
from anzhu.cases import drafting, request_facts, request_papers, requests
from anzhu.cases import queries as cases
from anzhu.kernel import clock, limits
from anzhu.kernel.errors import NotVisible, Refused
from anzhu.materials import queries as materials
from anzhu.papers import lists
from anzhu.rules.facts import Kind
from anzhu.rules.materials import REQUEST_FORMS, Material
from anzhu.web.shared.answers import conflict, page, see_other
from anzhu.web.shared.asked import key_of, key_of_file
from anzhu.web.shared.doors import door
from anzhu.web.shared.papers import paper, picture
from anzhu.web.shared.request import Request, wants_fragment
from anzhu.web.shared.requests.forms import FIELDS
from anzhu.web.shared.requests.receipt import receipt_paper
from anzhu.web.shared.requests.side import Side, form_of, request_page

if TYPE_CHECKING:
    from anzhu.cases.models import Case
    from anzhu.web.shared.forms import Form

P = ParamSpec("P")
#: Files one account may send in an hour.
FILES_AN_HOUR = 300
_NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})


def addresses(side: Side, below: str) -> list[URLPattern]:
    """The addresses of one side, below ``<below>/<ref>/``."""
    through = door(*side.roles)
    case = f"{below}/<slug:ref>"
    sheet = f"{case}/pages/<int:page_id>"
    get, post = require_safe, require_POST
    return [
        path(f"{case}/", through(get(_at(side, show))), name="request"),
        path(f"{case}/save", through(post(_at(side, save))), name="request_save"),
        path(f"{case}/print", through(post(_at(side, print_form))), name="request_print"),
        path(f"{case}/form.pdf", through(get(_at(side, form_pdf))), name="request_form"),
        path(f"{case}/receipt.pdf", through(get(_at(side, receipt))), name="request_receipt"),
        path(
            f"{case}/materials/<slug:material>",
            through(get(_at(side, slot))),
            name="request_slot",
        ),
        path(
            f"{case}/materials/<slug:material>/upload",
            through(post(_at(side, upload))),
            name="request_upload",
        ),
        path(f"{sheet}/<slug:variant>.jpg", through(get(_at(side, image))), name="request_image"),
        path(f"{sheet}/remove", through(post(_at(side, remove))), name="request_remove"),
        path(f"{sheet}/keep", through(post(_at(side, keep))), name="request_keep"),
        path(f"{sheet}/turn", through(post(_at(side, turn))), name="request_turn"),
        path(f"{case}/submit", through(post(_at(side, submit))), name="request_submit"),
        path(
            f"{case}/withdraw",
            through(require_http_methods(["GET", "HEAD", "POST"])(_at(side, withdraw))),
            name="request_withdraw",
        ),
    ]


def _at(
    side: Side, view: Callable[Concatenate[Side, Request, P], HttpResponse]
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """A view on one side."""

    @wraps(view)
    def there(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(side, request, *args, **kwargs)

    return there


def show(side: Side, request: Request, ref: str) -> HttpResponse:
    """The page as it stands now."""
    return shown(side, request, side.find(request.actor, ref))


def shown(
    side: Side,
    request: Request,
    case: "Case",
    *,
    form: "Form | None" = None,
    reasons: Sequence[str] = (),
    turned_away: Mapping[str, Sequence[str]] = _NOTHING,
    status: int = 200,
) -> HttpResponse:
    """The page with what was just found wrong, if anything was."""
    context = {
        "page": request_page(side, request, case, turned_away=turned_away),
        "form": form if form is not None else form_of(side, request, case),
        "reasons": reasons,
    }
    return page(request, "requests/request.html", context, status=status)


def save(side: Side, request: Request, ref: str) -> HttpResponse:
    """Keep what was typed, right or wrong; what is wrong is said at its field."""
    case = side.find(request.actor, ref)
    form = form_of(side, request, case, typed=True)
    if not form.is_valid():
        return shown(side, request, case, form=form, status=422)
    requests.save(case_id=case.pk, said=form.cleaned_data, actor=request.actor, now=request.now)
    fresh = side.find(request.actor, ref)
    found = request_facts.objections_to_said(fresh, clock.day(request.now))
    if found:
        form.object_with(found, {code: at for code, at in FIELDS.items() if at in form.fields})
        return shown(side, request, fresh, form=form, status=422)
    return see_other(f"{side.area}:request", said="requests.said.saved", ref=ref)


def print_form(side: Side, request: Request, ref: str) -> HttpResponse:
    """Settle the version of the form and show it."""
    case = side.find(request.actor, ref)
    if Kind(case.kind) not in REQUEST_FORMS:
        raise NotVisible
    try:
        requests.note_print(
            case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now
        )
    except Refused as refused:
        return _refused(side, request, case, refused)
    return see_other(f"{side.area}:request_form", ref=ref)


def form_pdf(side: Side, request: Request, ref: str) -> HttpResponse:
    """The printed version; once the request says something else it cannot be had any more."""
    case = side.find(request.actor, ref)
    dossier = case.dossier
    if not dossier.form_version:
        raise NotVisible
    if dossier.printed_digest != request_facts.printable_digest(case):
        return see_other(f"{side.area}:request", said="requests.said.stale", tone="warn", ref=ref)
    content = request_papers.filled_form(case, on=clock.day(dossier.printed_at or request.now))
    return paper(request, content, f"{ref}-v{dossier.form_version}.pdf")


def receipt(side: Side, request: Request, ref: str) -> HttpResponse:
    """The receipt on paper, the same on both sides of the counter."""
    case = side.find(request.actor, ref)
    revision = cases.latest_revision(case)
    if revision is None:
        return see_other(f"{side.area}:request", ref=ref)
    content = lists.receipt(receipt_paper(case, revision))
    return paper(request, content, f"{ref}-receipt.pdf")


def slot(side: Side, request: Request, ref: str, material: str) -> HttpResponse:
    """One slot by itself: what the page asks for while a file is being checked."""
    return _slot(side, request, side.find(request.actor, ref), material)


def _slot(
    side: Side, request: Request, case: "Case", material: str, said: Sequence[str] = ()
) -> HttpResponse:
    """For a script; what is still lacking comes along."""
    shown_page = request_page(side, request, case, turned_away={material: said})
    one = next((slot for slot in shown_page.slots if slot.name == material), None)
    if one is None:
        raise NotVisible
    context = {"slot": one, "page": shown_page}
    return page(request, "requests/slot_answer.html", context)


def upload(side: Side, request: Request, ref: str, material: str) -> HttpResponse:
    """Put files into a slot; one that is turned away does not touch the others."""
    case = side.find(request.actor, ref)
    if material not in {need.material for need in request_facts.needs_of(case).all}:
        raise NotVisible
    said, status = _take(request, case, Material(material))
    if wants_fragment(request):
        return _slot(side, request, side.find(request.actor, ref), material, said)
    if said:
        turned_away = {material: said}
        return shown(side, request, case, reasons=said, turned_away=turned_away, status=status)
    return see_other(f"{reverse(f'{side.area}:request', args=[ref])}#slot-{material}")


def _take(request: Request, case: "Case", material: Material) -> tuple[list[str], int]:
    files = request.FILES.getlist("file")
    if not files:
        return [words.text("applicant_papers.no_file")], 422
    said, status, who = [], 422, str(request.actor.account)
    for place, one in enumerate(files):
        limits.hit("upload", who, at_most=FILES_AN_HOUR, per_seconds=3600, now=request.now)
        try:
            drafting.add_page(
                case_id=case.pk,
                material=material,
                upload=one,
                key=key_of_file(request, one, place),
                actor=request.actor,
                now=request.now,
            )
        except Refused as refused:
            if refused.lost_race:
                raise
            status = 413 if "file.too_big" in refused.codes else status
            said += [
                words.text("applicant_papers.of_file", name=one.name, why=words.objection(found))
                for found in refused.objections
            ]
    return said, status


def image(side: Side, request: Request, ref: str, page_id: int, variant: str) -> HttpResponse:
    """A page that was handed in."""
    case = side.find(request.actor, ref)
    row = materials.page(page_id, folder_id=case.folder_id)
    if row is None:
        raise NotVisible
    return picture(materials.opened(row, variant), f"{ref}-{page_id}.jpg")


def remove(side: Side, request: Request, ref: str, page_id: int) -> HttpResponse:
    """Take a page out of its slot."""
    case = _with_page(side, request, ref, page_id)
    drafting.remove_page(case_id=case.pk, page_id=page_id, actor=request.actor, now=request.now)
    return see_other(f"{side.area}:request", said="requests.said.removed", ref=ref)


def keep(side: Side, request: Request, ref: str, page_id: int) -> HttpResponse:
    """Use a page in spite of its hints (仍然使用)."""
    case = _with_page(side, request, ref, page_id)
    drafting.keep_page(case_id=case.pk, page_id=page_id, actor=request.actor)
    return see_other(f"{side.area}:request", said="requests.said.kept", ref=ref)


def turn(side: Side, request: Request, ref: str, page_id: int) -> HttpResponse:
    """Have a page turned that stands on its head (转正)."""
    case = _with_page(side, request, ref, page_id)
    drafting.turn_page(
        case_id=case.pk,
        page_id=page_id,
        key=key_of(request),
        actor=request.actor,
        now=request.now,
    )
    return see_other(f"{side.area}:request", said="applicant_papers.materials.turning", ref=ref)


def _with_page(side: Side, request: Request, ref: str, page_id: int) -> "Case":
    case = side.find(request.actor, ref)
    if materials.page(page_id, folder_id=case.folder_id) is None:
        raise NotVisible
    return case


def submit(side: Side, request: Request, ref: str) -> HttpResponse:
    """Hand it in; a repeated click gets the answer of the first one."""
    case = side.find(request.actor, ref)
    try:
        requests.submit(case_id=case.pk, key=key_of(request), actor=request.actor, now=request.now)
    except Refused as refused:
        return _refused(side, request, case, refused)
    said = "requests.said.taken_in" if side.counter else "requests.said.submitted"
    return see_other(f"{side.area}:request", said=said, ref=ref)


def withdraw(side: Side, request: Request, ref: str) -> HttpResponse:
    """Ask once more (GET); take it back (POST)."""
    case = side.find(request.actor, ref)
    back = reverse(f"{side.area}:request", args=[ref])
    if request.method != "POST":
        context = {"page": request_page(side, request, case), "back": back}
        return page(request, "requests/withdraw.html", context)
    try:
        requests.withdraw(
            case_id=case.pk,
            key=key_of(request),
            note=request.POST.get("note", ""),
            actor=request.actor,
            now=request.now,
        )
    except Refused as refused:
        return conflict(request, refused, back=back)
    if side.counter:
        return see_other("agency:counter", said="requests.said.called_off")
    return see_other("applicant:request", said="requests.said.withdrawn", ref=ref)


def _refused(side: Side, request: Request, case: "Case", refused: Refused) -> HttpResponse:
    if refused.lost_race:
        back = reverse(f"{side.area}:request", args=[case.ref])
        return conflict(request, refused, back=back)
    said = [words.objection(found) for found in refused.objections]
    return shown(side, request, case, reasons=said, status=422)
