from django.db import migrations, models


class Migration(migrations.Migration):
    """Of rounds that were counted before, `manage.py recount` writes them."""

    dependencies = [
        ("scoring", "0003_inputs_of_runs"),
    ]

    operations = [
        migrations.AddField(
            model_name="tally",
            name="numbers",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.AddField(
            model_name="tally",
            name="said",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
    ]
