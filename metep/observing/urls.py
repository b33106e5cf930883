"""Addresses for machines that watch the site: without a language, and answered before everything else."""

from __future__ import annotations

from django.urls import path

from metep.observing import metrics_page, probes

urlpatterns = [
    path("healthz", probes.alive, name="healthz"),
    path("readyz", probes.ready, name="readyz"),
    path("metrics", metrics_page.metrics_view, name="metrics"),
]
PROBES = {f"/{entry.pattern}": entry.callback for entry in urlpatterns}
