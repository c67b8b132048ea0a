"""Forms of allauth as this house has them: signing up, where the operator has opened that; naming a passkey."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.forms import SignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from guildworks.accounts.actions import sign_up
from guildworks.accounts.models import User
from guildworks.accounts.typed import NAME_MOST, readable_name, require_good_password
from guildworks.platform.errors import BadInput


class SignUpForm(SignupForm):  # type:ignore[misc]
    """allauth's, with a name and the organisation that one makes: no other field of either can be sent."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=NAME_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Your organisation"),
        max_length=NAME_MOST,
        help_text=gettext_lazy("You own it, and invite others into it."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ("name", "organisation", "email", "password1")

    def clean(self) -> dict[str, Any]:
        """What allauth checks, and what our action would refuse: here it stands beside its field."""
        cleaned: dict[str, Any] = super().clean()
        person = User(name=cleaned.get("name", ""))
        self._check("name", readable_name)
        self._check("organisation", readable_name)
        self._check("password1", lambda password: require_good_password(password, person))
        return cleaned

    def _check(self, field: str, check: Callable[[str], object]) -> None:
        if field not in self.cleaned_data:
            return
        try:
            check(self.cleaned_data[field])
        except BadInput as wrong:
            self.add_error(field, gettext(wrong.message))

    def save(self, request: HttpRequest) -> User:
        """The person, who cannot sign in before their address is proved by the code of a mail."""
        sent = self.cleaned_data
        return sign_up(
            email=sent["email"], name=sent["name"], password=sent["password1"], organisation=sent["organisation"]
        )


class AddPasskeyForm(AddWebAuthnForm):  # type:ignore[misc]
    """allauth's, but that it says the name in the reader's language."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False)


class EditPasskeyForm(EditWebAuthnForm):  # type:ignore[misc]
    """The same of one that is there."""

    name = forms.CharField(label=gettext_lazy("Name"))
