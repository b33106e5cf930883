"""Checks of quality over a round."""
