"""Remove the contacts of rounds whose retention date has come; for sites that run no worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fieldwork.privacy.retention import purge_due


class Command(BaseCommand):
    """Safe to run every day."""

    help = "Remove the names and addresses of participants of rounds whose retention date has come."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was removed."""
        purged = purge_due()
        for code, erased in purged.items():
            self.stdout.write(
                f"{code}: {erased.contacts} contacts, {erased.links} labels of links, {erased.profiles} profiles, "
                f"{erased.seats} names in workshops removed"
            )
        if not purged:
            self.stdout.write("Nothing to remove.")
