"""The audit trail finds the round of evidence, letters and the like by an index."""

from django.db import migrations

from fieldwork.audit.triggers import install


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0007_audit_actions"),
    ]

    # The triggers go with the tables; those of the other tables stay as they are.
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
