from guildworks.desk.tables.site import Tables

urlpatterns = Tables().get_urls()
