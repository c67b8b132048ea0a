from django.urls import path

from guildworks.accounts import pages

urlpatterns = [
    path("organisation", pages.choose_organisation, name="choose_organisation"),
    path("demo/sign-in", pages.try_demo, name="try_demo"),
]
