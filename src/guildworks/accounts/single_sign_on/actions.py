"""Having a provider sign somebody in no longer."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from guildworks.accounts import policies
from guildworks.accounts.events import PROVIDER_UNLINKED
from guildworks.accounts.languages.speaking import speaking_to
from guildworks.accounts.models import User
from guildworks.accounts.single_sign_on.queries import has_another_way_in, name_of
from guildworks.accounts.single_sign_on.refusals import OnlyWayIn
from guildworks.platform import events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.policies import require


@transaction.atomic
def unlink_provider(actor: Actor, link: SocialAccount) -> str:
    """Forget as whom a provider knows somebody, and tell them by mail: the provider's name.

    Raises NotAllowed, or OnlyWayIn where the person could not sign in any more.
    """
    require(policies.may_unlink_provider(actor, link.user))
    user = User.objects.select_for_update(no_key=True).get(id=link.user_id)  # of two at once one stays
    if not has_another_way_in(user, without=link):
        raise OnlyWayIn()
    name = name_of(link.provider)
    link.delete()
    events.record(PROVIDER_UNLINKED, user.ref, actor, chain=OPERATOR_CHAIN)
    facts = {"name": name, "site": settings.PUBLIC_ADDRESS.origin}
    with speaking_to(user):
        subject = render_to_string("accounts/mail/unlinked_subject.txt", facts).strip()
        send_mail(subject, render_to_string("accounts/mail/unlinked.txt", facts), None, [user.email])
    return name
