"""Publish, clone and load instrument versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys import content
from surveys.models import InstrumentVersion, VersionState
from surveys.storing import checksum_of, find_unstorable, read_version, store_instrument


class UnfinishedVersion(content.Defective):
    """The version cannot be published."""


class VersionTaken(ValueError):
    """There is a version of this name with other content: a correction is a new version."""


def find_problems(instrument: content.Instrument) -> Iterator[content.Problem]:
    """Everything that keeps content from being published: its own defects, and what the database cannot hold."""
    yield from content.find_problems(instrument)
    yield from find_unstorable(instrument)


@transaction.atomic
def publish(version: InstrumentVersion) -> None:
    """Freeze a draft. Raises UnfinishedVersion with every defect."""
    version = InstrumentVersion.objects.select_for_update().get(pk=version.pk)
    if version.is_published:
        return
    instrument = read_version(version)
    if problems := list(find_problems(instrument)):
        raise UnfinishedVersion(problems)
    version.state = VersionState.PUBLISHED
    version.checksum = checksum_of(instrument)
    version.published_at = timezone.now()
    version.save(update_fields=["state", "checksum", "published_at"])


@transaction.atomic
def clone(version: InstrumentVersion, name: str) -> InstrumentVersion:
    """A draft with the content of `version` under a new version name."""
    draft = store_instrument(replace(read_version(version), version=name))
    draft.cloned_from = version
    draft.save(update_fields=["cloned_from"])
    return draft


@transaction.atomic
def load(instrument: content.Instrument) -> tuple[InstrumentVersion, bool]:
    """Bring a file's content in and publish it; with whether it is new.

    Raises UnfinishedVersion for defective content, VersionTaken where a version of this name has other content.
    """
    if problems := list(find_problems(instrument)):
        raise UnfinishedVersion(problems)
    version = InstrumentVersion.objects.filter(code=instrument.code, version=instrument.version).first()
    if version is None:
        version = store_instrument(instrument)
        publish(version)
        version.refresh_from_db()
        return version, True
    if not version.is_published:
        raise VersionTaken(
            _("%(version)s is being edited as a draft: publish or delete the draft, or give the file a new version.")
            % {"version": version}
        )
    if version.checksum != checksum_of(instrument):
        raise VersionTaken(
            _("%(version)s is published with other content: give the file a new version.") % {"version": version}
        )
    return version, False
