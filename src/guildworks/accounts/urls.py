from django.urls import path

from guildworks.accounts.pages import acting_for, invitation, language, own, people
from guildworks.accounts.signed_in import OWN_ACCOUNT

urlpatterns = [
    path(f"{OWN_ACCOUNT}data", own.data, name="own_data"),
    path(f"{OWN_ACCOUNT}delete", own.delete, name="delete_account"),
    path("organisation", acting_for.choose_organisation, name="choose_organisation"),
    path("organisation/people", people.people, name="people"),
    path("organisation/people/<str:person>/role", people.give_role, name="give_role"),
    path("organisation/people/<str:person>/removal", people.take_out, name="take_out"),
    path("organisation/invitations", people.invite, name="invite"),
    path("organisation/invitations/<str:invitation>/sending", people.send_again, name="send_again"),
    path("organisation/invitations/<str:invitation>/withdrawal", people.withdraw, name="withdraw"),
    path("language", language.choose, name="choose_language"),
    path("invitation/<str:token>", invitation.answer, name="invitation"),
    path("demo/sign-in", acting_for.try_demo, name="try_demo"),
]
