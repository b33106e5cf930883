"""Public results: what the owner of a round approved, page by page, with everything suppressed that has to be."""
