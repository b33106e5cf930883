"""Scenarios: what measures would do to the scores of a unit, and the cheapest plan towards a goal."""
