"""Addresses of the producer's desk; part of the centre's own list."""

from django.urls import path

from anzhu.web.centre.production import checking, runs, shipping

urlpatterns = [
    path("production/", runs.overview, name="production"),
    path("production/waiting", runs.waiting, name="waiting"),
    path("production/start", runs.start, name="start"),
    path("production/runs/<int:run>/", runs.run, name="run"),
    path("production/runs/<int:run>/part-<int:part>.pdf", runs.document, name="document"),
    path("production/runs/<int:run>/labels.pdf", runs.labels, name="labels"),
    path("production/runs/<int:run>/confirm", runs.confirm, name="confirm"),
    path("production/runs/<int:run>/cancel", runs.cancel, name="cancel"),
    path("production/check", checking.check, name="check"),
    path("production/scan", checking.scan, name="scan"),
    path("production/sheets/<slug:serial>/", checking.sheet, name="sheet"),
    path("shipping/", shipping.overview, name="shipping"),
    path("shipping/pack", shipping.pack, name="pack"),
    path("shipping/<slug:number>/", shipping.parcel, name="parcel"),
    path("shipping/<slug:number>/packing-list.pdf", shipping.packing_list, name="packing_list"),
    path("shipping/<slug:number>/hand-over", shipping.hand_over, name="hand_over"),
    path("shipping/<slug:number>/take-out", shipping.take_out, name="take_out"),
]
