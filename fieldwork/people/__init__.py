"""Participants of a round, and mail to them."""
