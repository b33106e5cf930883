"""Archives: a whole site or one round in one file, checked before anything of it is believed (decision 0040)."""
