"""Addresses of getting in and out, under allauth's names.

Only what this site uses: one e-mail address a person, so none of allauth's pages for several.
"""

from allauth.account import views
from django.urls import path, re_path

from lms.accounts import (
    address_views,
    consent_views,
    entry_views,
    mail_views,
    own_views,
    public_views,
    token_views,
)

urlpatterns = [
    path("login/", public_views.sign_in, name="account_login"),
    path("login/code/", entry_views.ask_code, name="account_request_login_code"),
    path("login/code/confirm/", entry_views.type_code, name="account_confirm_login_code"),
    path("login/passkey/", entry_views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("login/second-step/", entry_views.second_step, name="mfa_authenticate"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", public_views.sign_up, name="account_signup"),
    path("confirm-email/", public_views.check_mail, name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        public_views.confirm_email,
        name="account_confirm_email",
    ),
    path("again/", own_views.password_again, name="account_reauthenticate"),
    path("again/code/", own_views.code_again, name="mfa_reauthenticate"),
    path("again/passkey/", own_views.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("address/", address_views.new_address, name="account_new_address"),
    path("address/keep/", address_views.keep_address, name="account_keep_address"),
    path(
        "address/confirm/<str:key>/",
        address_views.confirm_new_address,
        name="account_confirm_new_address",
    ),
    path("mails/", mail_views.mails, name="account_mails"),
    path("mails/again/", mail_views.again, name="account_mail_again"),
    path("mails/off/<str:key>/", mail_views.off, name="mail-off"),
    path("password/change/", own_views.change_password, name="account_change_password"),
    path("password/set/", own_views.set_password, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public_views.reset_password,
        name="account_reset_password_from_key",
    ),
    path("parent/", consent_views.waiting, name="account_parent_waiting"),
    path("parent/<str:code>/", consent_views.parent, name="account_parent"),
    path("second-step/", own_views.second_step, name="account_second_step"),
    path("second-step/all/", own_views.second_step_index, name="mfa_index"),
    path("second-step/app/", own_views.new_app, name="mfa_activate_totp"),
    path("second-step/app/remove/", own_views.remove_app, name="mfa_deactivate_totp"),
    path("second-step/codes/", own_views.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-step/codes/new/",
        own_views.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("tokens/", token_views.tokens, name="account_tokens"),
    path("tokens/new/", token_views.new_token, name="account_new_token"),
    path("tokens/<int:pk>/revoke/", token_views.revoke, name="account_revoke_token"),
    path("passkeys/", own_views.second_step_index, name="mfa_list_webauthn"),
    path("passkeys/add/", own_views.new_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", own_views.rename_passkey, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", own_views.remove_passkey, name="mfa_remove_webauthn"),
]
