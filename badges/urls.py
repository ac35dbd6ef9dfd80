"""Badges, certificates and their verification."""

from django.urls import path

from badges.awards import learner_views as awards
from badges.awards import public_views as achievements
from badges.certificates import badge_views
from badges.certificates import learner_views as certificates
from badges.certificates import public_views as verification

app_name = "badges"
urlpatterns = [
    path("me/badges/", awards.badges, name="badges"),
    path("me/badges/<uuid:uid>/", awards.badge, name="badge"),
    path("me/badges/<uuid:uid>/share/", awards.share, name="share-badge"),
    path(
        "me/badges/<uuid:uid>/credential/<str:language>.pdf",
        badge_views.badge_file,
        name="badge-pdf",
    ),
    path(
        "me/badges/<uuid:uid>/credential/<str:language>.<str:form>",
        awards.credential,
        name="badge-file",
    ),
    path("me/certificates/", certificates.certificates, name="certificates"),
    path(
        "me/certificates/<str:code>/<str:language>.pdf", certificates.download, name="certificate"
    ),
    path(
        "me/certificates/<str:code>/credential/<str:language>.json",
        certificates.credential,
        name="certificate-credential",
    ),
    path("me/certificates/<str:code>/", certificates.printable, name="printable"),
    path("achievements/<slug:key>/<int:number>/", achievements.achievement, name="achievement"),
    path(
        "achievements/<slug:key>/<int:number>/card.png",
        achievements.achievement_card,
        name="achievement-card",
    ),
    path("verify/", verification.ask, name="verify"),
    path("verify/<str:code>/card.png", verification.card, name="badge-card"),
    path("verify/<str:code>/", verification.show, name="verified"),
]
