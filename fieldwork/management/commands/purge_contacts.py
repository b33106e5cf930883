"""Remove the contacts of rounds whose retention date has come; for sites that run no worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from fieldwork.privacy.tasks import purge_due


class Command(BaseCommand):
    """Safe to run every day: what it removes it has seen due the day before."""

    help = (
        "Remove the names and addresses of participants of rounds whose retention date has come. Run it every day: it "
        "removes at the second look, so that a clock that is ahead for an hour removes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was removed."""
        purged, waiting = purge_due()
        for code, erased in purged.items():
            self.stdout.write(
                f"{code}: {erased.contacts} contacts, {erased.links} labels of links, {erased.profiles} profiles, "
                f"{erased.seats} names in workshops removed"
            )
        for code in waiting:
            self.stdout.write(f"{code}: the day has come; its contacts go when this command says so again in a day.")
        if not purged and not waiting:
            self.stdout.write("Nothing to remove.")
