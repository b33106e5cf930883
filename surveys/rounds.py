"""Find a round for a command."""

from __future__ import annotations

from django.core.management.base import CommandError

from surveys.models import Round


def round_named(code: str) -> Round:
    """The round of this code, its version loaded. Raises CommandError with the codes at hand."""
    try:
        return Round.objects.select_related("version").get(code=code)
    except Round.DoesNotExist as error:
        codes = ", ".join(Round.objects.values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no round {code}. Rounds: {codes}.") from error
