"""What a recommendation costs and how soon it can be done have names that people read; the stored codes stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="recommendation",
            name="effort",
            field=models.CharField(
                choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                max_length=20,
                verbose_name="effort",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="horizon",
            field=models.CharField(
                choices=[("months", "months"), ("year", "one year"), ("years", "several years")],
                max_length=20,
                verbose_name="horizon",
            ),
        ),
    ]
