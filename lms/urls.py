"""Addresses of the whole site: pages under /lt/ and /en/, the rest without a language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from badges.awards import public_views as achievements
from badges.certificates import credential_views
from badges.certificates import public_views as verification
from badges.credentials import public_views as issuer
from courses.classroom import file_views, run_views
from lms.pages import debug_views, health_views, map_views, public_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public_views.choose_language, name="root"),
    path("v", verification.without_code),
    path("v/", verification.without_code, name="verify-here"),
    path("v/<str:code>", verification.short_address, name="verify-short"),
    path("v/<str:code>/", verification.short_address),
    path(".well-known/did.json", issuer.did, name="did"),
    path("credentials/status/<str:code>", issuer.status_list, name="status-list"),
    path("credentials/<str:code>", credential_views.credential, name="credential"),
    path(
        "achievements/<slug:key>/<int:number>",
        achievements.achievement_as_named,
        name="achievement-address",
    ),
    path(
        "achievements/<slug:key>/<int:number>.svg", achievements.picture, name="achievement-picture"
    ),
    path("r/<str:code>", run_views.by_link, name="run-link"),
    path("healthz/live", health_views.live, name="healthz-live"),
    path("healthz/ready", health_views.ready, name="healthz-ready"),
    path("media/courses/<uuid:course>/<str:name>", file_views.picture, name="course-picture"),
    path(
        "media/courses/<uuid:course>/files/<str:name>", file_views.course_file, name="course-file"
    ),
    path("api/v1/", include("lms.api_urls")),
    path("sitemap.xml", public_views.sitemap, name="sitemap"),
    path("robots.txt", public_views.robots, name="robots"),
    path("competencies/map.csv", map_views.table, name="competency-map-table"),
    path("competencies/crosswalk.csv", map_views.crosswalk, name="competency-crosswalk"),
    path("competencies/<str:code>", public_views.competency_address, name="competency-address"),
    *i18n_patterns(
        path("", include("lms.pages.urls")),
        path("", include("lms.privacy.urls")),
        path("", include("lms.hub.urls")),
        path("", include("courses.classroom.urls")),
        path("", include("badges.urls")),
        path("studio/", include("lms.studio.urls")),
        path("accounts/", include("lms.accounts.urls")),
        path("administration/", include("lms.pages.administration_urls")),
        path("admin/", admin.site.urls),
    ),
]

if settings.DEBUG:
    urlpatterns += [
        path("mail/", debug_views.mails_in_own_language),
        *i18n_patterns(
            path("mail/", debug_views.mails, name="debug-mails"),
            path("mail/<str:name>", debug_views.mail, name="debug-mail"),
        ),
    ]

handler400 = "lms.pages.error_views.not_understood"
handler403 = "lms.pages.error_views.forbidden"
handler404 = "lms.pages.error_views.not_found"
handler429 = "lms.accounts.throttles.handler429"
handler500 = "lms.pages.error_views.our_fault"
