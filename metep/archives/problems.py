"""Why an archive is refused. Each says in one sentence what is wrong and what to do."""

from __future__ import annotations


class ArchiveRefused(Exception):
    """Nothing was written because of it."""


class BrokenArchive(ArchiveRefused):
    """The file is not what was written: cut off, altered, or never an archive of this application."""


class OtherState(ArchiveRefused):
    """The archive belongs to another version of the application or of its tables."""


class SiteNotEmpty(ArchiveRefused):
    """A whole site goes into an empty database only."""


class SiteInUse(ArchiveRefused):
    """Something else works on the database."""


class Clash(ArchiveRefused):
    """What a round brings differs from what the site has by the same name."""
