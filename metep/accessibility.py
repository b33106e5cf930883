"""The accessibility statement: what the site conforms to, how that was tested, what is left, whom to tell."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# Change both when the tests, or what they find, change; the template says what they mean.
TESTED_ON = date(2026, 11, 22)
AXE = "axe-core 4.14"


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """True as long as the tests in `tests/e2e/accessibility` pass."""
    context = {"contact": settings.ACCESSIBILITY_CONTACT, "tested_on": TESTED_ON, "tool": AXE}
    return render(request, "accessibility.html", context)
