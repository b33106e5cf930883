"""The administration: instruments, rounds, the register of institutions, responses."""

from surveys.admin import institutions, instruments, links, parts, responses, rounds, validations

__all__ = ["institutions", "instruments", "links", "parts", "responses", "rounds", "validations"]
