from django.db import migrations, models


class Migration(migrations.Migration):
    """Of responses that were counted before, `manage.py recount` writes them."""

    dependencies = [
        ("surveys", "0013_text_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="codedresponse",
            name="numbers",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.AddField(
            model_name="countchange",
            name="numbers",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
    ]
