"""The administration: instruments, rounds, the register of institutions, responses."""

from surveys.admin import instruments, parts

__all__ = ["instruments", "parts"]
