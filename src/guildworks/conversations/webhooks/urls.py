from django.urls import path

from guildworks.conversations.webhooks import pages

urlpatterns = [
    path("organisation/webhooks", pages.webhooks, name="webhooks"),
    path("organisation/webhooks/<str:webhook>", pages.webhook, name="webhook"),
    path("organisation/webhooks/<str:webhook>/events", pages.choose_events, name="webhook-events"),
    path("organisation/webhooks/<str:webhook>/secret", pages.change_secret, name="webhook-secret"),
    path("organisation/webhooks/<str:webhook>/test", pages.send_test, name="webhook-test"),
    path("organisation/webhooks/<str:webhook>/pause", pages.pause, name="webhook-pause"),
    path("organisation/webhooks/<str:webhook>/return", pages.resume, name="webhook-return"),
    path("organisation/webhooks/<str:webhook>/removal", pages.remove, name="webhook-removal"),
    path("organisation/webhooks/<str:webhook>/replays", pages.replay, name="webhook-replays"),
    path("organisation/deliveries/<str:delivery>", pages.delivery, name="webhook-delivery"),
    path("organisation/deliveries/<str:delivery>/replay", pages.replay_one, name="webhook-replay"),
]
