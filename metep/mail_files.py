"""Mail as files, for tests and demonstrations (EMAIL_FILE): each letter is there as a whole or not at all."""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from surveys.whole_files import whole_file

NO_ROOM = 452
"""What a mail server says that has no room to take a letter."""


class EmailBackend(BaseEmailBackend):
    """Named by EMAIL_BACKEND. Writes to EMAIL_FILE_PATH."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were written. Raises SMTPSenderRefused where one cannot be: nothing of it lies there, so that it is
        sent again later as if a server had refused it."""
        for message in email_messages:
            try:
                _write(message)
            except OSError as error:
                raise smtplib.SMTPSenderRefused(NO_ROOM, str(error.strerror).encode(), message.from_email) from error
        return len(email_messages)


def _write(message: EmailMessage) -> None:
    folder = Path(settings.EMAIL_FILE_PATH or "")
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / f"{timezone.now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.eml") as file:
        file.write(message.message().as_bytes())
