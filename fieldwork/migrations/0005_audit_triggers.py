"""The audit trail: indexes for its pages, and the triggers that write it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fieldwork.audit.triggers import install, remove


class Migration(migrations.Migration):
    """After every table that is watched; one that comes later is watched by a migration that installs again."""

    dependencies = [
        ("fieldwork", "0004_workshops_values_and_wrong_codes"),
        ("surveys", "0009_personal_items_and_notices"),
        ("metep", "0001_initial"),
        ("scoring", "0001_initial"),
        ("reports", "0002_names_of_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="auditentry", name="audit_object"),
        migrations.RemoveIndex(model_name="auditentry", name="audit_round"),
        migrations.AlterField(
            model_name="auditentry",
            name="at",
            field=models.DateTimeField(verbose_name="at"),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("insert", "added"),
                    ("update", "changed"),
                    ("delete", "deleted"),
                    ("erase", "personal data erased"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["model", "object_key", "-at"], name="audit_object"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["round_id", "-at", "-id"], name="audit_round"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "-at"], name="audit_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["-at", "-id"], name="audit_at"),
        ),
        migrations.RunPython(install, remove),
    ]
