"""Pages for machines that watch the site, and the page of its state."""

from __future__ import annotations

from tests.access.people import MISSING, Rule, administration, everybody

OBSERVING = {
    "healthz": Rule(everybody()),
    "readyz": Rule(everybody()),
    "metrics": Rule(everybody(MISSING)),  # nobody brings the token
    "admin:state": Rule(administration()),
}
