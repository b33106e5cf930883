import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0003_inputs_of_runs"),
        ("surveys", "0014_numbers_that_were_given"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=50)),
                ("value", models.FloatField()),
                ("responses", models.IntegerField()),
                (
                    "institution",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="surveys.institution"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="number_counts", to="surveys.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a number",
                "verbose_name_plural": "counts of numbers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "institution", "item", "value"),
                        name="number_count_unique",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
