"""Pages that need several slices."""

from django.conf import settings
from django.urls import path

from lms.pages import debug_views, learner_views, public_views

app_name = "pages"
urlpatterns = [
    path("", public_views.landing, name="landing"),
    path("courses/", public_views.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", public_views.course, name="course"),
    path("competencies/<str:code>/", public_views.competency, name="competency"),
    path("passport/<str:code>/", public_views.shared_passport, name="shared-passport"),
    path("me/", learner_views.home, name="home"),
    path("me/passport/", learner_views.passport, name="passport"),
    path("me/passport/share/", learner_views.share, name="share-passport"),
    path("me/profile/", learner_views.profile, name="profile"),
    path("me/notices/seen/", learner_views.notices_seen, name="notices-seen"),
]

if settings.DEBUG:
    urlpatterns.append(path("style/", debug_views.style, name="style"))
