from django.urls import path

from guildworks.conversations.pages import notifications

urlpatterns = [
    path("notifications", notifications.notifications, name="notifications"),
    path("notifications/preferences", notifications.preferences, name="notification-preferences"),
    path("notifications/seen", notifications.see_all, name="notifications-seen"),
    path("notifications/<str:notification>", notifications.follow, name="notification"),
]
