"""What is measured: the instrument in a fresh database, and synthetic rounds of any size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from metep.demo.making import make_round
from metep.demo.plan import read_plan
from surveys.models import Round

ANSWERED = "answered"  # the round that clients answer while measurements run


class Stage:
    """A database to measure in. Rounds are made when first asked for and shared by all measurements of a run."""

    def __init__(self, folder: Path, kept: Path) -> None:
        """`folder`: for files of this run; `kept`: for what the next run can use again."""
        self.folder, self.kept = folder, kept
        self._rounds: dict[str, Round] = {}
        call_command("migrate", interactive=False, verbosity=0)
        with (folder / "loaded.txt").open("w") as told:
            call_command("load_instruments", stdout=told)
            call_command("load_recommendations", stdout=told)

    def round_of(self, responses: int, code: str = "") -> Round:
        """A round with so many submitted responses, nothing of it folded yet; open to more."""
        code = code or f"of-{responses}"
        if code not in self._rounds:
            # Another seed for each round: identifiers of responses are drawn, too.
            seed = crc32(code.encode())
            plan = replace(read_plan(settings.BASE_DIR / "fixtures" / "demo"), code=code, seed=seed)
            make_round(plan, timezone.localdate() - timedelta(days=1), responses)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as a server does by itself a minute after so large a change
            self._rounds[code] = Round.objects.select_related("version").get(code=code)
        return self._rounds[code]
