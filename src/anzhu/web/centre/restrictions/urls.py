"""Addresses of the centre's desk for bans."""

from django.urls import path

from anzhu.web.centre.restrictions import views

urlpatterns = [
    path("restrictions/", views.overview, name="restrictions"),
    path("restrictions/find", views.find, name="restriction_find"),
    path("restrictions/people/<uuid:person>/", views.person, name="restriction_person"),
    path("restrictions/<int:restriction>/<slug:kind>", views.change, name="restriction_change"),
    path("restrictions/orders/<int:order>/", views.order, name="restriction_order"),
    path("restrictions/orders/<int:order>/scan", views.scan, name="restriction_scan"),
    path("restrictions/orders/<int:order>/confirm", views.confirm, name="restriction_confirm"),
    path("restrictions/orders/<int:order>/discard", views.discard, name="restriction_discard"),
    path(
        "restrictions/orders/<int:order>/pages/<int:number>/<slug:variant>.jpg",
        views.page_image,
        name="restriction_page",
    ),
]
