"""Accounts with which visitors of the demonstration sign in: one of each role."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from metep.accounts.second_factor import remove_second_factors
from metep.demo.fieldwork.staff import Staff
from metep.models import User
from surveys.models import Assignment, Role, Round

ADMINISTRATOR = "admin@example.org"
ANALYST = "analyst@example.org"
NAMES = {
    ADMINISTRATOR: "Synthetic administrator",
    ANALYST: "Synthetic analyst",
    "reviewer@example.org": "Synthetic reviewer",
    "coordinator@example.org": "Synthetic coordinator",
    "facilitator@example.org": "Synthetic facilitator",
    "clerk@example.org": "Synthetic clerk",
}
ROLES = (Role.ANALYST, Role.REVIEWER, Role.COORDINATOR, Role.FACILITATOR, Role.CLERK)


@dataclass(frozen=True)
class Account:
    """What one types to sign in."""

    email: str
    password: str


def make_accounts(survey_round: Round, password: str = "", earlier: Round | None = None) -> list[Account]:
    """The administrator, and one of each role in this round; with this password, or each with a new one.

    `earlier`: a round that the analyst may compare with. The coordinator answers for the first institution of the
    round, in the earlier one as well, whose results she may see since it was published. Second factors that visitors
    set up are removed.
    """
    accounts = [_make_account(email, password) for email in NAMES]
    User.objects.filter(email=ADMINISTRATOR).update(is_staff=True, is_superuser=True)
    staff = staff_of_demo()
    of_role = (staff.analyst, staff.reviewer, staff.coordinator, staff.facilitator, staff.clerk)
    Assignment.objects.filter(user__in=of_role).delete()
    institution = survey_round.institutions.order_by("code").first()
    for user, role in zip(of_role, ROLES, strict=True):
        own = institution if role == Role.COORDINATOR else None
        Assignment.objects.create(user=user, role=role, round=survey_round, institution=own)
    if earlier is not None:
        Assignment.objects.create(user=staff.analyst, role=Role.ANALYST, round=earlier)
        if institution is not None and earlier.institutions.contains(institution):
            Assignment.objects.create(
                user=staff.coordinator, role=Role.COORDINATOR, round=earlier, institution=institution
            )
    return accounts


def staff_of_demo() -> Staff:
    """The people whose accounts were made. Raises User.DoesNotExist before that."""
    return Staff(*(User.objects.get(email=email) for email in NAMES))


def _make_account(email: str, password: str) -> Account:
    defaults = {"name": NAMES[email], "is_active": True, "is_staff": False, "is_superuser": False}
    user, _made = User.objects.update_or_create(email=email, defaults=defaults)
    password = password or secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    remove_second_factors(user)
    return Account(email, password)
