"""A mail server that takes its time, as one does that writes each letter to disk before it answers for it."""

from __future__ import annotations

import asyncio
from typing import Any

PAUSE = 0.02  # seconds for a letter


class Deliberate:
    """For aiosmtpd: takes every letter, and keeps none."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Answer after the pause."""
        await asyncio.sleep(PAUSE)
        return "250 OK"
