"""Addresses of an applicant's photo, form, materials, submission and progress.

Nearly all below ``cases/<slug:ref>/``; ``urls`` takes the list in.
"""

from django.urls import URLPattern, path

from anzhu.web.applicant.views import (
    correction,
    form,
    hand_off,
    materials,
    photo,
    reuse,
    statement,
    status,
    submit,
)

_CASE = "cases/<slug:ref>"
_SLOT = f"{_CASE}/materials/<slug:material>"
_PAGE = f"{_CASE}/pages/<int:page_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_CASE}/photo", photo.photo, name="photo"),
    path(f"{_CASE}/photo/state", photo.photo_state, name="photo_state"),
    path(f"{_CASE}/photo/recut", photo.photo_recut, name="photo_recut"),
    path(f"{_CASE}/photo/use", photo.photo_use, name="photo_use"),
    path(f"{_CASE}/photo/<uuid:photo_id>.jpg", photo.photo_image, name="photo_image"),
    path(f"{_CASE}/photo/<uuid:photo_id>/whole.jpg", photo.photo_whole, name="photo_whole"),
    path(f"{_CASE}/form", form.form, name="form"),
    path(f"{_CASE}/form.pdf", form.form_pdf, name="form_pdf"),
    path(f"{_CASE}/guide.pdf", form.guide_pdf, name="guide_pdf"),
    path(f"{_CASE}/statement/print", statement.print_statement, name="print_statement"),
    path(f"{_CASE}/statement.pdf", statement.statement_pdf, name="statement_pdf"),
    path(f"{_CASE}/materials", materials.materials_list, name="materials"),
    path(_SLOT, materials.slot, name="slot"),
    path(f"{_SLOT}/upload", materials.upload, name="upload"),
    path(f"{_SLOT}/take-over", reuse.take_over, name="take_over"),
    path(f"{_PAGE}/<slug:variant>.jpg", materials.page_image, name="page_image"),
    path(f"{_PAGE}/remove", materials.page_remove, name="page_remove"),
    path(f"{_PAGE}/keep", materials.page_keep, name="page_keep"),
    path(f"{_PAGE}/turn", materials.page_turn, name="page_turn"),
    path("hand-off/<slug:ref>/<slug:slot>", hand_off.hand_off, name="hand_off"),
    path("hand-off/<slug:ref>/<slug:slot>/stop", hand_off.stop, name="hand_off_stop"),
    path(f"{_CASE}/check", submit.check, name="check"),
    path(f"{_CASE}/submit", submit.submit, name="submit"),
    path(f"{_CASE}/receipt", submit.receipt, name="receipt"),
    path(f"{_CASE}/receipt.pdf", submit.receipt_pdf, name="receipt_pdf"),
    path(f"{_CASE}/status", status.status, name="status"),
    path(f"{_CASE}/correction", correction.correction, name="correction"),
    path(f"{_CASE}/withdraw", status.withdraw, name="withdraw"),
]
