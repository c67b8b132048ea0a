from django.urls import path

from guildworks.accounts.api_keys import pages as api_keys
from guildworks.accounts.pages import acting_for, invitation, language, naming, own, people
from guildworks.accounts.signed_in import OWN_ACCOUNT
from guildworks.accounts.single_sign_on import pages as single_sign_on

urlpatterns = [
    path(f"{OWN_ACCOUNT}data", own.data, name="own_data"),
    path(f"{OWN_ACCOUNT}name", naming.own_name, name="own-name"),
    path(f"{OWN_ACCOUNT}consents/<str:purpose>/withdrawal", own.withdraw, name="withdraw_consent"),
    path(f"{OWN_ACCOUNT}providers", single_sign_on.providers, name="own_providers"),
    path(f"{OWN_ACCOUNT}providers/<int:link>/removal", single_sign_on.unlink, name="unlink_provider"),
    path(f"{OWN_ACCOUNT}delete", own.delete, name="delete_account"),
    # Under the names by which allauth finds them.
    path(f"{OWN_ACCOUNT}oidc/<str:provider_id>/login/", single_sign_on.begin, name="openid_connect_login"),
    path(f"{OWN_ACCOUNT}oidc/<str:provider_id>/callback/", single_sign_on.come_back, name="openid_connect_callback"),
    path("organisation", acting_for.choose_organisation, name="choose_organisation"),
    path("organisation/name", people.rename, name="rename-organisation"),
    path("organisation/people", people.people, name="people"),
    path("organisation/people/<str:person>/role", people.give_role, name="give_role"),
    path("organisation/people/<str:person>/removal", people.take_out, name="take_out"),
    path("organisation/invitations", people.invite, name="invite"),
    path("organisation/invitations/<str:invitation>/sending", people.send_again, name="send_again"),
    path("organisation/invitations/<str:invitation>/withdrawal", people.withdraw, name="withdraw"),
    path("language", language.choose, name="choose_language"),
    path("organisation/api-keys", api_keys.api_keys, name="api-keys"),
    path("organisation/api-keys/new", api_keys.make, name="make-api-key"),
    path("organisation/api-keys/<str:key>/revocation", api_keys.revoke, name="revoke-api-key"),
    path("me/api-keys", api_keys.own_api_keys, name="own-api-keys"),
    path("me/api-keys/new", api_keys.make_own, name="make-own-api-key"),
    path("me/api-keys/<str:key>/revocation", api_keys.revoke_own, name="revoke-own-api-key"),
    path("invitation/<str:token>", invitation.answer, name="invitation"),
    path("demo/sign-in", acting_for.try_demo, name="try_demo"),
]
