"""Whether links lead anywhere, without leading anybody into a network that is not public."""
