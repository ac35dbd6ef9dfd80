"""How allauth behaves here: our mails, our languages, our way home."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Small differences from allauth's own adapter."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("pages:home")

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.full_name = form.cleaned_data.get("full_name", "")
        user.language = form.cleaned_data.get("language", "lt")
        return super().save_user(request, user, form, commit)
