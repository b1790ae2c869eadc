"""Addresses of an applicant's photo, form, materials, submission and progress.

The names that pages of answers link to: photo, photo_image, photo_recut, form, form_pdf,
guide_pdf, materials, upload, slot, page_image, page_remove, page_keep, check, submit, receipt,
receipt_pdf, status, withdraw, correction; all below ``cases/<slug:ref>/``.
"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
