"""Saves that waited on a device and may come twice: what an earlier attempt stored is not stored again.

A device that lost its connection does not know whether its last attempt arrived. It sends the same answers again under
the same key; answers which that attempt stored are its own, whatever became of them since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from surveys.models import AnswerChange, Response


@dataclass(frozen=True)
class Attempt:
    """`key`: names what was sent; None where the browser names nothing. `is_again`: the device sent it before."""

    key: UUID | None = None
    is_again: bool = False

    @classmethod
    def of(cls, data: QueryDict) -> Attempt:
        """What a form says about itself; a key that is none is passed over."""
        try:
            return cls(UUID(data.get("key", "")), "again" in data)
        except ValueError:
            return cls()

    def stored(self, response: Response) -> dict[str, Any]:
        """What an attempt with this key stored before: code -> value."""
        if self.key is None:
            return {}
        patches = AnswerChange.objects.filter(response=response, key=self.key).values_list("patch", flat=True)
        return {code: value for patch in patches for code, value in patch.items()}


def without(values: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What is left to store."""
    return {code: value for code, value in values.items() if code not in stored}
