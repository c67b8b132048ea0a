from django.urls import path

from guildworks.matching import pages

urlpatterns = [
    path("", pages.brief, name="brief"),
    path("shortlists/<str:shortlist>", pages.shortlist, name="shortlist"),
]
