from django.urls import path

from guildworks.availability.pages import feed, hours

urlpatterns = [
    path("me/hours", hours.hours, name="hours"),
    path("me/hours/weeks", hours.set_weeks, name="set-weeks"),
    path("me/hours/span", hours.set_span, name="set-span"),
    path("me/hours/usual", hours.set_usual, name="set-usual"),
    path("me/hours/confirmation", hours.confirm, name="confirm-hours"),
    path("me/hours/pause", hours.pause, name="pause"),
    path("me/hours/return", hours.come_back, name="come-back"),
    path("me/hours/calendar", hours.import_calendar, name="import-calendar"),
    path("me/hours/feed", feed.open_feed, name="open-feed"),
    path("me/hours/feed/closing", feed.close_feed, name="close-feed"),
    path("busy/<str:token>", feed.busy, name="busy-feed"),
]
