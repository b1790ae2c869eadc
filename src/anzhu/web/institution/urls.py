"""Addresses of a training institution: lists, the template, objections, looking up a trainee."""

from django.urls import path

from anzhu.web.institution.views import courses, disputes, lists, trainees

app_name = "institution"
urlpatterns = [
    path("", lists.home, name="home"),
    path("template.xlsx", lists.template, name="template"),
    path("upload", lists.upload, name="upload"),
    path("lists/<slug:number>/", lists.batch, name="batch"),
    path("lists/<slug:number>/commit", lists.commit, name="commit"),
    path("lists/<slug:number>/again", lists.look_again, name="again"),
    path("lists/<slug:number>/cancel", lists.cancel, name="cancel"),
    path("lists/<slug:number>/revoke", lists.revoke, name="revoke"),
    path("lists/<slug:number>/result.xlsx", lists.given_back, name="result"),
    path("courses", courses.courses, name="courses"),
    path("disputes", disputes.disputes, name="disputes"),
    path("disputes/<int:dispute>", disputes.dispute, name="dispute"),
    path("trainees", trainees.trainees, name="trainees"),
]
