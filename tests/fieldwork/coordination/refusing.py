"""A mail server that refuses everything."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    def send_messages(self, messages: list) -> int:
        raise SMTPRecipientsRefused({})
