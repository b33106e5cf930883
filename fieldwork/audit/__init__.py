"""The audit trail: every change, by whom and as what."""
