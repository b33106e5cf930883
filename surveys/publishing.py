"""Publish, clone and load instrument versions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys import content
from surveys.catalogue import instrument_of
from surveys.content.lineage import lineage_problems
from surveys.models import InstrumentVersion, VersionState
from surveys.storing import checksum_of, find_unstorable, read_version, store_instrument
from surveys.text_reviewing import hand_on


class UnfinishedVersion(content.Defective):
    """The version cannot be published."""


class VersionTaken(ValueError):
    """There is a version of this name with other content: a correction is a new version."""


def find_problems(
    instrument: content.Instrument, beside: Collection[content.Instrument] = ()
) -> Iterator[content.Problem]:
    """Everything that keeps content from being published: its own defects, what the database cannot hold, and a
    lineage that leads nowhere. `beside`: versions that are brought in together with this one.
    """
    yield from content.find_problems(instrument)
    yield from find_unstorable(instrument)
    if any(item.replaces for item in instrument.items_by_code.values()):
        yield from lineage_problems(instrument, _other_versions(instrument, beside))


def _other_versions(instrument: content.Instrument, beside: Collection[content.Instrument]) -> list[content.Instrument]:
    """The published versions of the same instrument but this one, and those that come beside it."""
    stored = InstrumentVersion.objects.published().filter(code=instrument.code).exclude(version=instrument.version)
    coming = [other for other in beside if other.code == instrument.code and other.version != instrument.version]
    return [*(instrument_of(pk) for pk in stored.values_list("pk", flat=True)), *coming]


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
    hand_on(version, draft)
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
