"""Addresses of an agency's desk: queue, one case, forwarding, parcels, the counter."""

from django.urls import path

from anzhu.web.agency.desk import DESK
from anzhu.web.agency.views import (
    collecting,
    counter,
    deciding,
    forwarding,
    parcels,
    queue,
    review,
)
from anzhu.web.shared import desk_views, slips
from anzhu.web.shared.requests import views as requests
from anzhu.web.shared.requests.side import COUNTER

app_name = "agency"
urlpatterns = [
    path("", queue.queue, name="queue"),
    *desk_views.addresses(DESK),
    path("cases/<slug:ref>/", review.case, name="case"),
    path("cases/<slug:ref>/accept", deciding.accept, name="accept"),
    path("cases/<slug:ref>/carry-over", deciding.carry_over, name="carry_over"),
    path("cases/<slug:ref>/pass", deciding.pass_case, name="pass"),
    path("cases/<slug:ref>/return", deciding.return_case, name="return"),
    path("cases/<slug:ref>/oppose", deciding.oppose, name="oppose"),
    path("cases/<slug:ref>/hand-over", deciding.hand_over, name="hand_over"),
    path("forwarding", forwarding.forwarding, name="forwarding"),
    path("forwarding/<slug:number>", forwarding.batch, name="forwarded"),
    path("parcels", parcels.parcels, name="parcels"),
    path("parcels/found/<slug:serial>", parcels.found, name="found"),
    path("parcels/<slug:number>", parcels.parcel, name="parcel"),
    path("counter/", counter.counter, name="counter"),
    path("counter/begin", counter.begin, name="counter_begin"),
    *requests.addresses(COUNTER, "counter"),
    path("counter/<slug:ref>/hand-in", counter.hand_in, name="request_hand_in"),
    path("collecting", collecting.collecting, name="collecting"),
    path("collecting/<slug:serial>", collecting.collect, name="collect"),
    *slips.addresses("agency", *DESK.roles),
]
