"""The studio."""

from django.urls import path

from lms.studio import studio_views, unit_views

app_name = "studio"

# One unit of one course.
UNIT = "courses/<slug:slug>/units/<uuid:uid>/"

urlpatterns = [
    path("", studio_views.home, name="home"),
    path(UNIT, unit_views.unit, name="unit"),
    path(f"{UNIT}draft/", unit_views.draft, name="draft"),
    path(f"{UNIT}save/", unit_views.save, name="save"),
    path(f"{UNIT}leave/", unit_views.leave, name="leave"),
    path(f"{UNIT}undo/", unit_views.undo, name="undo"),
    path(f"{UNIT}about/", unit_views.about, name="about-unit"),
    path(f"{UNIT}current/", unit_views.current, name="current"),
    path(f"{UNIT}blocks/add/", unit_views.add, name="add-block"),
    path(f"{UNIT}blocks/<uuid:block>/", unit_views.change, name="block"),
    path(f"{UNIT}history/", unit_views.history, name="history"),
    path(f"{UNIT}history/<int:number>/restore/", unit_views.restore, name="restore"),
    path("courses/<slug:slug>/people/", studio_views.people, name="people"),
]
