"""Where a sheet that we printed belongs: its code says application, page and version (2.7, 2.8)."""

from collections.abc import Sequence

from django.db.models import QuerySet

from anzhu.materials import forms, looking, printed
from anzhu.materials.models import Folder, Page
from anzhu.papers.codes import FormCode
from anzhu.rules.materials import REQUEST_FORMS, Material
from anzhu.rules.objections import Objection

#: The forms of clauses 5.1 and 6.1: printed by the house, or downloaded empty and filled in.
_WITH_A_CODE = frozenset(REQUEST_FORMS.values())
#: The page of these forms on whose ground an ID card may be copied.
_BACK = 2


def place(row: Page, codes: Sequence[str], folder: Folder) -> list[Objection]:
    """Put a page into slot and place by the ``codes`` read on it, whatever slot it was dropped on.

    The newer picture of the same sheet takes the older one's place. Every reason against a sheet of
    another application, of an older version, or of which no code says what it is.
    """
    against = _turned_to_its_slot(row, codes, folder)
    if against:
        return against
    if row.material == Material.APPLICATION_FORM:
        return _place_form(row, forms.form_code(codes), folder)
    if row.material == Material.PERFORMANCE_STATEMENT:
        return _place_statement(row, forms.statement_code(codes), folder)
    if row.material in _WITH_A_CODE:
        return _place_request(row, forms.form_code(codes), folder)
    return []


def _turned_to_its_slot(row: Page, codes: Sequence[str], folder: Folder) -> list[Objection]:
    """A sheet that we printed belongs into the slot that its code names, wherever it was dropped.

    Reasons against it where it is none of this application, or of an older version.
    """
    form, statement = forms.form_code(codes), forms.statement_code(codes)
    against: list[Objection] = []
    belongs: str
    if form is not None and row.material not in (Material.APPLICATION_FORM, *_WITH_A_CODE):
        against = _objections_to_form(form, folder)
        belongs = _slot_of_form(row, form, folder)
    elif statement is not None and row.material != Material.PERFORMANCE_STATEMENT:
        against = forms.objections_to_statement(
            statement, ref=folder.ref, version=folder.statement_version
        )
        belongs = Material.PERFORMANCE_STATEMENT
    else:
        return []
    if not against and belongs:
        row.dropped_on, row.material = row.material, belongs
    return against


def _slot_of_form(row: Page, form: FormCode, folder: Folder) -> str:
    """Where a page of the form belongs: its code names the application, which has but one form.

    The back of a request's form bears the copy of the ID card (5.2, 6.2), and may lie there.
    """
    own = looking.wanted_of(folder.pk).form
    is_card = form.page == _BACK and own in _WITH_A_CODE and row.material == Material.ID_COPY
    return "" if is_card else own


def _objections_to_form(found: FormCode | None, folder: Folder) -> list[Objection]:
    return forms.objections_to_form(
        found,
        ref=folder.ref,
        version=folder.form_version,
        changed=lambda have, need: printed.changed(folder.pk, have, need),
    )


def _place_form(row: Page, found: FormCode | None, folder: Folder) -> list[Objection]:
    """A page of the form goes where its code says; every reason if it is none of this version."""
    against = _objections_to_form(found, folder)
    if found is not None and not against:
        row.form_page, row.form_version, row.position = found.page, found.version, found.page
        same = Page.objects.filter(folder=folder, form_page=found.page)
        _take_the_place_of(same, row)
    return against


def _place_statement(row: Page, found: FormCode | None, folder: Folder) -> list[Objection]:
    """A sheet of the statement that was printed here must be of the present version."""
    against = forms.objections_to_statement(found, ref=folder.ref, version=folder.statement_version)
    if found is not None and not against:
        row.form_version, row.position = found.version, found.page
        same = Page.objects.filter(folder=folder, material=row.material, position=found.page)
        _take_the_place_of(same.exclude(form_version=None), row)
    return against


def _place_request(row: Page, found: FormCode | None, folder: Folder) -> list[Objection]:
    """Our code says of which request a form is; a form filled in by hand has none."""
    if found is None:
        return []
    against = forms.objections_to_form(found, ref=folder.ref, version=folder.form_version)
    row.form_version = found.version
    if not against:
        row.position = found.page
        same = Page.objects.filter(folder=folder, material=row.material, position=found.page)
        _take_the_place_of(same.exclude(form_version=None), row)
    return against


def _take_the_place_of(same: QuerySet[Page], row: Page) -> None:
    """The newer picture of the same sheet takes the older one's place."""
    if row.removed_at is None:
        same.filter(removed_at=None).exclude(pk=row.pk).update(removed_at=row.uploaded_at)
