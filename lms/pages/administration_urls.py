"""Addresses of what only administrators see, beside Django's own administration."""

from django.urls import path

from lms.pages import audit_views

app_name = "administration"
urlpatterns = [
    path("audit/", audit_views.notes, name="audit"),
    path("audit/table.csv", audit_views.table, name="audit-table"),
]
