"""Addresses of the centre: final review, batches for the ministry, production and shipping."""

from django.urls import path

from anzhu.web.centre.production import urls as production
from anzhu.web.centre.views import batches, claiming, deciding, queue, review

app_name = "centre"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next", claiming.take_next, name="next"),
    path("cases/<slug:ref>/", review.case, name="case"),
    path("cases/<slug:ref>/claim", claiming.claim, name="claim"),
    path("cases/<slug:ref>/release", claiming.release, name="release"),
    path("cases/<slug:ref>/marks", review.marks, name="marks"),
    path("cases/<slug:ref>/conclude", deciding.conclude, name="conclude"),
    path("cases/<slug:ref>/send-back", deciding.send_back, name="send_back"),
    path(
        "cases/<slug:ref>/pages/<int:page>/<slug:variant>", review.page_picture, name="page_picture"
    ),
    path("cases/<slug:ref>/portrait/<uuid:photo>", review.portrait, name="portrait"),
    path("batches/", batches.batches, name="batches"),
    path("batches/compile", batches.compile_batch, name="compile"),
    path("batches/<slug:number>/", batches.batch, name="batch"),
    path("batches/<slug:number>/freeze", batches.freeze, name="freeze"),
    path("batches/<slug:number>/thaw", batches.thaw, name="thaw"),
    path("batches/<slug:number>/remove", batches.remove, name="remove"),
    path("batches/<slug:number>/list.<slug:form>", batches.paper, name="paper"),
    *production.urlpatterns,
]
