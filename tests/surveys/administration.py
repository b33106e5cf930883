"""People of the administration, for its tests."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from metep.models import User
from surveys.models import Round


def sign_in(*permissions: str, is_superuser: bool = False) -> Client:
    """A browser of a member of staff with these permissions (`surveys.view_round`)."""
    address = f"staff-{User.objects.count()}@example.org"
    user = User.objects.create_user(address, is_staff=True, is_superuser=is_superuser)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client = Client()
    client.force_login(user)
    return client


def words_of(response) -> str:
    """What a page says, in one line."""
    return " ".join(response.content.decode().split())


def publish(survey_round: Round) -> None:
    """The round has closed, and publishes since yesterday."""
    yesterday = timezone.now() - timedelta(days=1)
    Round.objects.filter(pk=survey_round.pk).update(closes_at=yesterday, publishes_at=yesterday)
