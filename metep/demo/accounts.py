"""Accounts with which visitors of the demonstration sign in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group

from metep.models import User

ADMINISTRATOR = "admin@example.org"
ANALYST = "analyst@example.org"
ANALYSTS = "analysts"  # the group that may see results


@dataclass(frozen=True)
class Account:
    """What one types to sign in."""

    email: str
    password: str


def make_accounts(password: str = "") -> list[Account]:
    """An administrator and an analyst, with this password or with new ones of their own."""
    administrator = _account(ADMINISTRATOR, "Synthetic administrator", password, is_staff=True, is_superuser=True)
    analyst = _account(ANALYST, "Synthetic analyst", password)
    group, _made = Group.objects.get_or_create(name=ANALYSTS)
    User.objects.get(email=ANALYST).groups.add(group)
    return [administrator, analyst]


def _account(email: str, name: str, password: str, **rights: bool) -> Account:
    user, _made = User.objects.update_or_create(email=email, defaults={"name": name, "is_active": True, **rights})
    password = password or secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    return Account(email, password)
