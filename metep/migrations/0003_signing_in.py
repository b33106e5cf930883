"""E-mail addresses in small letters, which is how allauth looks for them; a table for limits of attempts."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Lower

# What `manage.py createcachetable` makes.
CACHE = """
CREATE TABLE metep_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX metep_cache_expires ON metep_cache (expires);
"""


def make_small(apps: Any, schema_editor: Any) -> None:
    """No two become one: addresses are unique whatever their capitals."""
    apps.get_model("metep", "User").objects.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("metep", "0002_analysts")]
    operations = [
        migrations.RunSQL(CACHE, "DROP TABLE metep_cache"),
        migrations.RunPython(make_small, migrations.RunPython.noop),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_in_small_letters",
                violation_error_message="Write the e-mail address in small letters.",
            ),
        ),
    ]
