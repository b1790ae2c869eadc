"""Addresses of the centre: final review, batches for the ministry, production and shipping."""

from django.urls import path

from anzhu.web.centre.desk import DESK
from anzhu.web.centre.production import urls as production
from anzhu.web.centre.restrictions import urls as restrictions
from anzhu.web.centre.views import (
    batches,
    deciding,
    overdue,
    queue,
    returns,
    review,
    short_tracks,
)
from anzhu.web.shared import desk_views, slips

app_name = "centre"
urlpatterns = [
    path("", queue.queue, name="queue"),
    *desk_views.addresses(DESK),
    path("cases/<slug:ref>/", review.case, name="case"),
    path("cases/<slug:ref>/conclude", deciding.conclude, name="conclude"),
    path("cases/<slug:ref>/send-back", deciding.send_back, name="send_back"),
    path("returns", returns.returns, name="returns"),
    path("cases/<slug:ref>/confirm", short_tracks.confirm, name="confirm"),
    path("cases/<slug:ref>/decline", short_tracks.decline, name="decline"),
    path("cases/<slug:ref>/ask", short_tracks.ask, name="ask"),
    path("cases/<slug:ref>/settle", short_tracks.settle, name="settle"),
    path("cases/<slug:ref>/propose", short_tracks.propose, name="propose"),
    path("cases/<slug:ref>/drop", short_tracks.drop, name="drop"),
    path("cases/<slug:ref>/correct", short_tracks.confirm_correction, name="correct"),
    path("overdue", overdue.overdue, name="overdue"),
    path("batches/", batches.batches, name="batches"),
    path("batches/compile", batches.compile_batch, name="compile"),
    path("batches/<slug:number>/", batches.batch, name="batch"),
    path("batches/<slug:number>/freeze", batches.freeze, name="freeze"),
    path("batches/<slug:number>/thaw", batches.thaw, name="thaw"),
    path("batches/<slug:number>/remove", batches.remove, name="remove"),
    path("batches/<slug:number>/list.<slug:form>", batches.paper, name="paper"),
    *production.urlpatterns,
    *restrictions.urlpatterns,
    *slips.addresses("centre", *DESK.roles),
]
