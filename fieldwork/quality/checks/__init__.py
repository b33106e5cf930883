"""The checks: one module each, a pure function over plain values; thresholds stand beside their reason."""
