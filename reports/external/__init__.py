"""Series of other bodies, which stand beside the results and never enter them."""
