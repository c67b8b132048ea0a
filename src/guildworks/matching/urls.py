from django.urls import path

from guildworks.matching import pages, pages_compare

urlpatterns = [
    path("", pages.write, name="write"),
    path("briefs", pages.briefs, name="briefs"),
    path("briefs/<str:brief>", pages.brief, name="brief"),
    path("briefs/<str:brief>/corrections", pages.correct, name="correct"),
    path("briefs/<str:brief>/shortlists", pages.list_engineers, name="list_engineers"),
    path("shortlists/<str:shortlist>", pages.shortlist, name="shortlist"),
    path("shortlists/<str:shortlist>/compare", pages_compare.compare, name="compare"),
    path("shortlists/<str:shortlist>/engineers/<str:engineer>", pages_compare.engineer, name="listed-engineer"),
]
