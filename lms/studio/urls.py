"""The studio."""

from django.urls import path

from lms.studio import studio_views

app_name = "studio"
urlpatterns = [
    path("", studio_views.home, name="home"),
    path("courses/<slug:slug>/people/", studio_views.people, name="people"),
]
