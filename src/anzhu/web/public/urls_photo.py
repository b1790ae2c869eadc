"""照片自检: anybody tries a picture, seen by the browser that sent it, for less than an hour."""

from django.urls import path

from anzhu.web.public.views import photo

app_name = "photo"
urlpatterns = [
    path("photo", photo.begin, name="begin"),
    path("photo/tool.html", photo.offline, name="offline"),
    path("photo/<uuid:trial>", photo.trial, name="trial"),
    path("photo/<uuid:trial>/state", photo.state, name="state"),
    path("photo/<uuid:trial>/move", photo.move, name="move"),
    path("photo/<uuid:trial>/forget", photo.forget, name="forget"),
    path("photo/<uuid:trial>/photo.jpg", photo.portrait, name="portrait"),
    path("photo/<uuid:trial>/whole.jpg", photo.whole, name="whole"),
]
