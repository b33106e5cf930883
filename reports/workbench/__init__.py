"""The workbench: one page for each question that analysts ask, for any part of the responses."""
