"""Pages that need several slices."""

from django.conf import settings
from django.urls import path
from django.views.decorators.http import require_safe

from lms.pages import (
    account_views,
    announced_views,
    api_views,
    catalogue_views,
    debug_views,
    learner_views,
    map_views,
    public_views,
    trial_views,
)
from lms.pages.feeds import CoursesFeed

app_name = "pages"
urlpatterns = [
    path("", public_views.landing, name="landing"),
    path("courses/", catalogue_views.courses, name="catalogue"),
    # Not below courses/, where any word may be the address of a course.
    path("feeds/courses/", require_safe(CoursesFeed()), name="courses-feed"),
    path("courses/<slug:slug>/tell-me/", announced_views.tell_me, name="tell-me"),
    path("courses/<slug:slug>/tell-me/<str:key>/", announced_views.interest, name="interest"),
    path("courses/<slug:slug>/", public_views.course, name="course"),
    path("courses/<slug:slug>/card.png", public_views.course_card, name="course-card"),
    path("try/", trial_views.trial, name="trial"),
    path("try/start/", trial_views.start, name="start-trial"),
    path("try/result/", trial_views.result, name="trial-result"),
    path("try/<int:number>/", trial_views.item, name="trial-item"),
    path("api/", api_views.reference, name="api"),
    path("competencies/", map_views.whole, name="map"),
    path("competencies/<str:code>/", public_views.competency, name="competency"),
    path("passport/<str:code>/", public_views.shared_passport, name="shared-passport"),
    path("me/", learner_views.home, name="home"),
    path("me/passport/", learner_views.passport, name="passport"),
    path("me/passport/print/", learner_views.print_passport, name="print-passport"),
    path("me/passport/<str:language>.pdf", learner_views.passport_file, name="passport-pdf"),
    path("me/passport/share/", learner_views.share, name="share-passport"),
    path("me/profile/", account_views.profile, name="profile"),
    path("me/profile/sign-out-others/", account_views.sign_out_others, name="sign-out-others"),
    path("me/notices/seen/", learner_views.notices_seen, name="notices-seen"),
]

if settings.DEBUG:
    urlpatterns.append(path("style/", debug_views.style, name="style"))
