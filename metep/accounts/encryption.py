"""Secrets of second factors are kept encrypted: a copy of the database alone lets nobody in."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    """The text as only a holder of SECRET_KEY reads it."""
    return _box((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The counterpart; SECRET_KEY_FALLBACKS are tried too. Raises cryptography.fernet.InvalidToken."""
    return _box((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).decrypt(text.encode()).decode()


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + secret.encode()).digest())
