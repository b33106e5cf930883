"""Publish, clone and load instrument versions."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from surveys import content
from surveys.models import InstrumentVersion, State
from surveys.storing import checksum_of, read_version, replace_content, store_instrument


class UnfinishedVersion(ValueError):
    """The version cannot be published. `problems` holds one sentence for each defect."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class VersionInUse(ValueError):
    """A file differs from the published version of the same name: a correction is a new version."""


@transaction.atomic
def publish(version: InstrumentVersion) -> None:
    """Freeze a draft. Raises UnfinishedVersion with every defect."""
    version = InstrumentVersion.objects.select_for_update().get(pk=version.pk)
    if version.is_published:
        return
    instrument = read_version(version)
    if problems := list(content.find_problems(instrument)):
        raise UnfinishedVersion(problems)
    version.state = State.PUBLISHED
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
def load(instrument: content.Instrument) -> tuple[InstrumentVersion, str]:
    """Bring a file's content in and publish it; with what was done: "loaded", "updated" or "unchanged".

    A draft of the same name is replaced. Raises UnfinishedVersion for a defective file, VersionInUse where a published
    version of this name has other content.
    """
    if problems := list(content.find_problems(instrument)):
        raise UnfinishedVersion(problems)
    version = InstrumentVersion.objects.filter(code=instrument.code, version=instrument.version).first()
    if version is None:
        version, done = store_instrument(instrument), "loaded"
    elif not version.is_published:
        replace_content(version, instrument)
        done = "updated"
    elif version.checksum == checksum_of(instrument):
        return version, "unchanged"
    else:
        raise VersionInUse(
            f"{instrument.code} {instrument.version} is published with other content: give the file a new version."
        )
    publish(version)
    version.refresh_from_db()
    return version, done
