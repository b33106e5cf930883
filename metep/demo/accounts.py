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
# A name is one for all languages of the site: a role in the two that its people speak, and that nobody is meant.
NAMES = {
    ADMINISTRATOR: "Әкімші / Администратор (демо)",
    ANALYST: "Талдаушы / Аналитик (демо)",
    "reviewer@example.org": "Тексеруші / Проверяющий (демо)",
    "coordinator@example.org": "Үйлестіруші / Координатор (демо)",
    "facilitator@example.org": "Жүргізуші / Ведущий (демо)",
    "clerk@example.org": "Деректер енгізуші / Оператор ввода (демо)",
}
ROLES = (Role.ANALYST, Role.REVIEWER, Role.COORDINATOR, Role.FACILITATOR, Role.CLERK)


@dataclass(frozen=True)
class Account:
    """What one types to sign in."""

    email: str
    password: str


def make_accounts(
    survey_round: Round, password: str = "", earlier: Round | None = None, neighbour: Round | None = None
) -> list[Account]:
    """The administrator, and one of each role in this round; with this password, or each with a new one.

    `earlier`, `neighbour`: rounds that the analyst may compare with, of the same country and of another one. The
    coordinator answers for the first institution of the round, in the earlier one as well, whose results she may see
    since it was published. Second factors that visitors set up are removed.
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
    for one in filter(None, (earlier, neighbour)):
        Assignment.objects.create(user=staff.analyst, role=Role.ANALYST, round=one)
    if earlier and institution and earlier.institutions.contains(institution):
        Assignment.objects.create(user=staff.coordinator, role=Role.COORDINATOR, round=earlier, institution=institution)
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
