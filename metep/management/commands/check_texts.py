"""`manage.py check_texts`: what is wrong with how the texts of the site are written, in any of its languages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from metep.texts import faults_of, texts_of_database, texts_of_files
from surveys.glossary import vocabulary
from surveys.writing import FaultKind


class Command(BaseCommand):
    """One line for each fault; fails where there is any."""

    help = "Check all texts: alphabets, spaces, quotation marks, dashes, ends, named places, terms of the glossary."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to look, and for what."""
        parser.add_argument("--stored", action="store_true", help="also the texts in the database")
        parser.add_argument("--kind", choices=[str(kind) for kind in FaultKind], help="only faults of this kind")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at every text."""
        words, count, faults = vocabulary(), 0, 0
        sources = [texts_of_files(), *([texts_of_database()] if options["stored"] else [])]
        for text in (text for source in sources for text in source):
            count += 1
            for fault in faults_of(text, words):
                if options["kind"] in (None, fault.kind):
                    faults += 1
                    self.stdout.write(f"{text.place} [{text.language}] {fault.kind}: {fault.found}")
        if faults:
            raise CommandError(_("Texts: %(texts)d. Faults: %(faults)d.") % {"texts": count, "faults": faults})
        self.stdout.write(_("Texts: %(texts)d. Faults: none.") % {"texts": count})
