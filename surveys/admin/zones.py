"""Time zones to choose from."""

from __future__ import annotations

from zoneinfo import available_timezones

# Places alone: names such as "EST" or "Etc/GMT+5" are kept by the list for old programs.
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

ZONES = [
    (name, name)  # identifiers: nobody translates them
    for name in sorted(available_timezones())
    if name == "UTC" or name.partition("/")[0] in _REGIONS
]
