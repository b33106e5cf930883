"""The pages of the workbench, in the order of their tabs."""

from __future__ import annotations

from reports.workbench.frame import Page

PAGES: tuple[Page, ...] = ()
