"""Addresses of the ministry: batches, the decision, and cases to read."""

from django.urls import path

from anzhu.web.ministry.views import batches, cases, deciding

app_name = "ministry"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("batches/<slug:number>/", batches.batch, name="batch"),
    path("batches/<slug:number>/cases", batches.listed, name="listed"),
    path("batches/<slug:number>/list.<slug:form>", batches.paper, name="paper"),
    path("batches/<slug:number>/announcement.txt", batches.announcement, name="announcement"),
    path("batches/<slug:number>/decide", deciding.decide, name="decide"),
    path("cases/<slug:ref>/", cases.case, name="case"),
    path("cases/<slug:ref>/pages/<int:page>/<slug:variant>", cases.picture, name="page_picture"),
    path("cases/<slug:ref>/findings/<int:found>", cases.crop, name="crop"),
    path("cases/<slug:ref>/proofs/<int:proof>/<slug:variant>", cases.proof, name="proof"),
    path("cases/<slug:ref>/portrait/<uuid:photo>", cases.portrait, name="portrait"),
]
