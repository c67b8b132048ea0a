from django.urls import path

from guildworks.matching.pages import briefs, held, holds, saved, shortlists, start

urlpatterns = [
    path("", start.start, name="write"),
    path("briefs", briefs.briefs, name="briefs"),
    path("briefs/reading", briefs.read, name="read"),
    path("briefs/<str:brief>", briefs.brief, name="brief"),
    path("briefs/<str:brief>/corrections", briefs.correct, name="correct"),
    path("briefs/<str:brief>/shortlists", briefs.list_engineers, name="list_engineers"),
    path("briefs/<str:brief>/holds", holds.place, name="place-hold"),
    path("briefs/<str:brief>/holds/new", holds.new, name="new-hold"),
    path("holds", holds.holds, name="holds"),
    path("holds/releases", holds.release, name="release-holds"),
    path("holds/<str:hold>/talk.ics", holds.talk, name="hold-talk"),
    path("held/<str:token>", held.held, name="held"),
    path("held/<str:token>/acceptance", held.accept, name="accept-held"),
    path("held/<str:token>/declining", held.decline, name="decline-held"),
    path("held/<str:token>/talk", held.talk, name="answer-talk"),
    path("held/<str:token>/talk.ics", held.calendar, name="held-talk"),
    path("shortlists/<str:shortlist>", shortlists.shortlist, name="shortlist"),
    path("shortlists/<str:shortlist>/receipt", shortlists.receipt, name="receipt"),
    path("shortlists/<str:shortlist>/loosening", shortlists.loosen, name="loosen"),
    path("shortlists/<str:shortlist>/saved-searches", saved.save, name="save-search"),
    path("saved-searches/<str:search>/ending", saved.end, name="end-saved-search"),
    path("shortlists/<str:shortlist>/compare", shortlists.compare, name="compare"),
    path("shortlists/<str:shortlist>/engineers/<str:engineer>", shortlists.engineer, name="listed-engineer"),
]
