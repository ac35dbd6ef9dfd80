"""The hub's pages (filled below)."""

from django.urls import URLPattern

app_name = "hub"
urlpatterns: list[URLPattern] = []
