"""What keeps the site from its work for a while: told apart by the error, and said in plain words."""

from __future__ import annotations

import errno
import sqlite3
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RETRY_AFTER = 10
"""Seconds after which another try may succeed."""


class MailNotSent(OSError):
    """Raised where a page sends mail and the mail server does not take it."""


class DocumentNotSet(RuntimeError):
    """Raised where the process that sets a document fails: for lack of memory, mostly."""


class Trouble(Enum):
    """Nothing of it is anybody's fault who asked, and nothing was stored."""

    AWAY = "away"
    BUSY = "busy"
    SLOW = "slow"
    FULL = "full"
    NO_MAIL = "no mail"
    NO_DOCUMENT = "no document"

    @property
    def words(self) -> Promise:
        """For people."""
        return _WORDS[self]

    @property
    def words_after_saving(self) -> Promise:
        """The same for somebody who was saving."""
        return _NOT_SAVED.get(self, self.words)


_WORDS = {
    Trouble.AWAY: _("The database does not answer at the moment."),
    Trouble.BUSY: _("Somebody else is changing the same at this very moment."),
    Trouble.SLOW: _("The database took too long. Try again later."),
    Trouble.NO_MAIL: _("The mail server does not answer at the moment. The mail was not sent."),
    Trouble.NO_DOCUMENT: _("The document could not be made at the moment. Try again later."),
    Trouble.FULL: _("The site has no room to store anything at the moment. Tell whoever runs it."),
}
_NOT_SAVED = {Trouble.AWAY: _("The last save did not succeed: the database did not answer.")}

# What PostgreSQL calls it: a lock that did not come in time, two that wait for each other or came between each other,
# a statement that was ended, no room on its disk, a copy that may not be written to.
_BY_CODE = {
    "55P03": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "40001": Trouble.BUSY,
    "57014": Trouble.SLOW,
    "53100": Trouble.FULL,
    "25006": Trouble.AWAY,
}
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble behind an error; None for a fault of ours, and for none."""
    if isinstance(error, MailNotSent):
        return Trouble.NO_MAIL
    if isinstance(error, DocumentNotSet):
        return Trouble.NO_DOCUMENT
    if isinstance(error, OSError | sqlite3.Error):  # sqlite3: what an import puts on the disk for itself
        return Trouble.FULL if _says_no_room(error) else None
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    known = _BY_CODE.get(getattr(error.__cause__, "pgcode", None) or "")
    is_gone = isinstance(error, OperationalError | InterfaceError)
    return known or (Trouble.AWAY if is_gone else None)


def _says_no_room(error: OSError | sqlite3.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
