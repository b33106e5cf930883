"""Help somebody who has lost the phone and the recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metep.accounts.second_factor import remove_second_factors
from metep.models import User


class Command(BaseCommand):
    """`manage.py remove_second_factor EMAIL`"""

    help = "Remove the authenticator app, the passkeys and the recovery codes of an account: it signs in by password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them, if there are any."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        removed = remove_second_factors(user)
        self.stdout.write(f"Removed {removed} second factors and sets of recovery codes of {user.email}.")
