"""Rounds over time: two rounds compared, with a verdict, a bridge and changes."""
