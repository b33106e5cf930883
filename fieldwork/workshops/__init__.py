"""Workshops: people answer facts together, item by item."""
