"""Addresses of an agency's desk: queue, one case, forwarding, parcels, the counter."""

from django.urls import path

from anzhu.web.agency.views import (
    claiming,
    collecting,
    deciding,
    forwarding,
    parcels,
    queue,
    review,
)

app_name = "agency"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next", claiming.take_next, name="next"),
    path("cases/<slug:ref>/", review.case, name="case"),
    path("cases/<slug:ref>/claim", claiming.claim, name="claim"),
    path("cases/<slug:ref>/accept", deciding.accept, name="accept"),
    path("cases/<slug:ref>/release", claiming.release, name="release"),
    path("cases/<slug:ref>/marks", review.marks, name="marks"),
    path("cases/<slug:ref>/pass", deciding.pass_case, name="pass"),
    path("cases/<slug:ref>/return", deciding.return_case, name="return"),
    path("cases/<slug:ref>/oppose", deciding.oppose, name="oppose"),
    path("cases/<slug:ref>/hand-over", deciding.hand_over, name="hand_over"),
    path(
        "cases/<slug:ref>/pages/<int:page>/<slug:variant>", review.page_picture, name="page_picture"
    ),
    path("cases/<slug:ref>/portrait/<uuid:photo>", review.portrait, name="portrait"),
    path("forwarding", forwarding.forwarding, name="forwarding"),
    path("forwarding/<slug:number>", forwarding.batch, name="forwarded"),
    path("parcels", parcels.parcels, name="parcels"),
    path("parcels/found/<slug:serial>", parcels.found, name="found"),
    path("parcels/<slug:number>", parcels.parcel, name="parcel"),
    path("collecting", collecting.collecting, name="collecting"),
    path("collecting/<slug:serial>", collecting.collect, name="collect"),
]
