"""The worker, as it runs in production also where DEBUG is on."""

from __future__ import annotations

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from fieldwork.privacy.tasks import plan_missing

PAUSE = 2.0  # seconds
_log = logging.getLogger("metep.tasks")


class Command(db_worker.Command):
    """Reloads only when asked to: a reload ends tasks half-way, and its thread cannot tell the audit trail who acts.

    Goes on by itself when the database has been away. What it was doing then is found by the next look of its task.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of the worker; it claims its jobs by a name that shows which process it is."""
        super().add_arguments(parser)
        parser.set_defaults(reload=False, worker_id=f"{settings.PROCESS.identifier}-{get_random_string(8)}")

    def configure_logging(self, verbosity: int) -> None:
        """As the settings say, unless somebody asks for more or for silence."""
        if verbosity != 1:
            super().configure_logging(verbosity)

    def handle(self, **options: Any) -> None:
        """Plan what the site owes people, then work; with `--batch` a database that is away ends it."""
        while True:
            try:
                plan_missing()
                super().handle(**options)
            except (OperationalError, InterfaceError):
                if options["batch"]:
                    raise
                _log.warning("the database does not answer, trying again", exc_info=True)
                connection.close()
                time.sleep(PAUSE)
            else:
                return
