"""Addresses of what is held of people, of copies of it, and of leaving."""

from django.urls import path

from lms.privacy import own_views, public_views

app_name = "privacy"
urlpatterns = [
    path("privacy/what-we-hold/", public_views.what_we_hold, name="what-we-hold"),
    path("me/profile/copy/ask/", own_views.ask, name="ask-copy"),
    path("me/profile/copy/state/", own_views.copy_state, name="copy-state"),
    path("me/profile/copy/", own_views.copy, name="copy"),
    path("me/profile/close/", own_views.leave, name="leave"),
    path("me/profile/closed/", own_views.left, name="left"),
]
