"""The form of whoever has no account and wants to be told."""

from typing import Any

from django import forms

from lms.accounts.forms import ask_email


class AddressForm(forms.Form):
    """An e-mail address."""

    email = forms.EmailField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_email(self.fields["email"])
