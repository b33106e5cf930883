"""Publishing, cloning and loading versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveys.content import Instrument
from surveys.models import InstrumentVersion, Item, VersionState
from surveys.publishing import UnfinishedVersion, VersionTaken, clone, load, publish
from surveys.storing import read_version, store_instrument


def renamed(instrument: Instrument, title: str) -> Instrument:
    return replace(instrument, title={**instrument.title, "en": title})


def test_loading_publishes(version: InstrumentVersion) -> None:
    assert version.is_published
    assert version.published_at is not None
    assert len(version.checksum) == 64


def test_loading_twice_changes_nothing(version: InstrumentVersion, small: Instrument) -> None:
    assert load(small) == (version, False)
    assert InstrumentVersion.objects.count() == 1


def test_a_changed_file_is_refused_in_one_sentence(version: InstrumentVersion, small: Instrument) -> None:
    with pytest.raises(VersionTaken, match=r"small 1 .*"):
        load(renamed(small, "Another"))
    assert read_version(version) == small


def test_a_file_never_overwrites_a_draft_of_its_name(version: InstrumentVersion, small: Instrument) -> None:
    draft = clone(version, "2")
    with pytest.raises(VersionTaken, match=r"small 2 .*"):
        load(replace(renamed(small, "Another"), version="2"))
    assert read_version(draft) == replace(small, version="2")


def test_a_new_version_is_loaded_beside_the_old_one(version: InstrumentVersion, small: Instrument) -> None:
    other, is_new = load(replace(renamed(small, "Another"), version="2"))
    assert is_new
    assert read_version(version) == small
    assert read_version(other).title["en"] == "Another"


def test_a_defective_file_is_refused_with_every_defect(db: None, small: Instrument) -> None:
    with pytest.raises(UnfinishedVersion) as caught:
        load(replace(small, languages=("kk",), levels=()))
    assert len(caught.value.problems) > 3
    assert not InstrumentVersion.objects.exists()


def test_a_clone_is_a_draft_with_the_same_content(version: InstrumentVersion, small: Instrument) -> None:
    draft = clone(version, "2")
    assert (draft.state, draft.cloned_from, draft.checksum) == (VersionState.DRAFT, version, "")
    assert read_version(draft) == replace(small, version="2")


def test_an_unfinished_draft_cannot_be_published(version: InstrumentVersion) -> None:
    draft = clone(version, "2")
    Item.objects.filter(table__chapter__section__version=draft, code="F1.1.a").update(text_ru="", area="x")
    with pytest.raises(UnfinishedVersion) as caught:
        publish(draft)
    assert caught.value.problems == ["F1.1.a: text lacks ru.", "F1.1.a names an unknown area x."]
    draft.refresh_from_db()
    assert not draft.is_published


def test_publishing_again_changes_nothing(version: InstrumentVersion) -> None:
    before = version.published_at
    publish(version)
    version.refresh_from_db()
    assert version.published_at == before


def test_a_draft_corrected_and_published_leaves_the_old_version_as_it_was(
    version: InstrumentVersion, small: Instrument
) -> None:
    draft = store_instrument(replace(small, version="2"))
    Item.objects.filter(table__chapter__section__version=draft, code="F1.1.a").update(text_en="Is there any law?")
    publish(draft)
    assert read_version(draft).items_by_code["F1.1.a"].text["en"] == "Is there any law?"
    assert read_version(version) == small
