"""The hub's pages, and where its editors write."""

from django.urls import path
from django.views.decorators.http import require_safe

from lms.hub import editor_views, public_views
from lms.hub.feeds import NewsFeed

app_name = "hub"
urlpatterns = [
    path("about/", public_views.about, name="about"),
    path("citizen-science/", public_views.citizen_science, name="citizen-science"),
    path("principles/", public_views.ten_principles, name="principles"),
    path("contacts/", public_views.contacts, name="contacts"),
    path("accessibility/", public_views.accessibility, name="accessibility"),
    path("privacy/", public_views.privacy, name="privacy"),
    path("news/", public_views.news, name="news"),
    path("news/feed/", require_safe(NewsFeed()), name="news-feed"),
    path("news/<slug:slug>/", public_views.news_item, name="news-item"),
    path("hub/edit/", editor_views.edit, name="edit"),
    path("hub/edit/profile/", editor_views.edit_profile, name="edit-profile"),
    path("hub/edit/pages/<slug:slug>/", editor_views.edit_page, name="edit-page"),
    path("hub/edit/principles/<int:number>/", editor_views.edit_principle, name="edit-principle"),
    path("hub/edit/news/add/", editor_views.write_news, name="add-news"),
    path("hub/edit/news/<slug:slug>/", editor_views.edit_news, name="edit-news"),
    path("hub/edit/news/<slug:slug>/publish/", editor_views.publish, name="publish-news"),
    path("hub/edit/news/<slug:slug>/withdraw/", editor_views.withdraw, name="withdraw-news"),
]
