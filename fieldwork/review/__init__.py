"""Responses after submission: read, returned, accepted, excluded."""
