"""The operator of the installation exists from the beginning: the command line acts as it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from guildworks.platform.ids import uuid7


def make_operator(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    organisations = apps.get_model("accounts", "Organisation").objects.using(schema_editor.connection.alias)
    organisations.create(id=uuid7(), kind="operator", name="Operator")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_operator)]
