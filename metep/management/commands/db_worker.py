"""The worker, as it runs in production also where DEBUG is on."""

from __future__ import annotations

from argparse import ArgumentParser

from django_tasks_db.management.commands import db_worker


class Command(db_worker.Command):
    """Reloads only when asked to: a reload ends tasks half-way, and its thread cannot tell the audit trail who acts."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of the worker."""
        super().add_arguments(parser)
        parser.set_defaults(reload=False)
