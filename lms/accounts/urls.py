"""Addresses of getting in and out, under allauth's names.

Only what this site uses: one e-mail address a person and passwords, so none of allauth's pages for
several addresses, codes or asking for the password again.
"""

from allauth.account import views
from django.urls import path, re_path

from lms.accounts import public_views

urlpatterns = [
    path("login/", public_views.sign_in, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", public_views.sign_up, name="account_signup"),
    path("confirm-email/", public_views.check_mail, name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        public_views.confirm_email,
        name="account_confirm_email",
    ),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public_views.reset_password,
        name="account_reset_password_from_key",
    ),
]
