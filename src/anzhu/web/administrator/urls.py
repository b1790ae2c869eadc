"""Addresses of the administrator, whose pages the auditor may read."""

from django.urls import path

from anzhu.web.administrator.views import calendar, courses, home, lists, rules

app_name = "administrator"
urlpatterns = [
    path("", home.home, name="home"),
    path("clock", home.move_clock, name="clock"),
    path("calendar/", calendar.this_year, name="calendar"),
    path("calendar/<int:year>/", calendar.year, name="year"),
    path("calendar/<int:year>/announcement", calendar.announcement, name="announcement"),
    path("calendar/<int:year>/day", calendar.one_day, name="day"),
    path("calendar/<int:year>/complete", calendar.complete, name="complete"),
    path("rules/", rules.history, name="rules"),
    path("courses/", courses.institutions, name="courses"),
    path("courses/<slug:institution>/", courses.register, name="register"),
    path("courses/<slug:institution>/<slug:code>", courses.course, name="course"),
    path("registrations/", lists.overview, name="lists"),
    path("registrations/template.xlsx", lists.template, name="list_template"),
    path("registrations/<slug:number>/", lists.one, name="list"),
    path("registrations/<slug:number>/list.xlsx", lists.back, name="list_back"),
    path("registrations/<slug:number>/commit", lists.commit, name="list_commit"),
    path("registrations/<slug:number>/discard", lists.discard, name="list_discard"),
]
