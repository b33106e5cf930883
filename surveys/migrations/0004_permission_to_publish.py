"""Publishing a version is a right of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_freeze_published_versions")]

    operations = [
        migrations.AlterModelOptions(
            name="instrumentversion",
            options={
                "ordering": ["code", "-version"],
                "permissions": [("publish_instrumentversion", "Can publish instrument version")],
                "verbose_name": "instrument version",
                "verbose_name_plural": "instrument versions",
            },
        ),
    ]
