from django.urls import path

from guildworks.conversations.threads import pages

urlpatterns = [
    path("threads/<str:kind>/<str:subject>", pages.thread, name="thread"),
    path("threads/<str:kind>/<str:subject>/comments", pages.comment, name="comment"),
    path("threads/<str:kind>/<str:subject>/shares", pages.shares, name="share"),
    path("comments/<str:comment>/taking-back", pages.take_back, name="take-back"),
]
