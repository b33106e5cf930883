"""The group of analysts, who may see results."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are made after all migrations; this one is needed now."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="scoring", model="scorerun"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="view_results", defaults={"name": "May see the results of rounds"}
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="analysts")
    group.permissions.add(permission)


def remove_group(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The permission goes with its model."""
    apps.get_model("auth", "Group").objects.filter(name="analysts").delete()


class Migration(migrations.Migration):
    """After the models that it speaks of."""

    dependencies = [
        ("metep", "0001_initial"),
        ("scoring", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, remove_group)]
