"""List whose data were erased, by records: to be kept outside the site, for when a backup brings them back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from metep.archives.erasures import erasures, untold


class Command(BaseCommand):
    """`manage.py list_erasures > FILE`"""

    help = "Write a line for each person whose data were erased: moment, round and numbers of records, no names."

    def handle(self, *args: Any, **options: Any) -> None:
        """The list; what it cannot tell, too."""
        for erasure in erasures():
            self.stdout.write(erasure.write())
        if number := untold():
            self.stderr.write(f"{number} erasures by an earlier version of the application are not in the list.")
