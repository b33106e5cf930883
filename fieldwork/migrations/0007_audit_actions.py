"""The audit trail watches answers to recommendations, texts and publications, and columns that others have gained."""

from django.db import migrations

from fieldwork.audit.triggers import install


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0006_quality_results"),
        ("reports", "0004_repository_editions_that_advise"),
        ("scoring", "0003_inputs_of_runs"),
    ]

    # The triggers go with the tables; those of the other tables stay as they are.
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
