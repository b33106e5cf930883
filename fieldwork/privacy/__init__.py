"""A person's data: found, handed over, erased; contacts removed in time."""
