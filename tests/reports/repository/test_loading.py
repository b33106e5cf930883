"""The file and what is written here: each is left to whom it belongs."""

from __future__ import annotations

from dataclasses import replace

from pytest_django import DjangoAssertNumQueries

from metep.models import User
from reports.models import Recommendation, RecommendationState, Vote
from reports.recommendations import (
    Costs,
    Effort,
    Example,
    Horizon,
    RecommendationFile,
    SourceDocument,
    Trigger,
    TriggerKind,
)
from reports.recommendations import Recommendation as Entry
from reports.recommendations.packing import pack, unpack
from reports.recommendations.storing import entry_of, recommendations_of, store_recommendations
from reports.repository import workflow
from surveys.content import Source, Tier
from surveys.models import InstrumentVersion
from tests.reports.repository.entries import entry, text


def file_of(instrument: str, *entries: Entry) -> RecommendationFile:
    return RecommendationFile(instrument, (SourceDocument("study", text("Study")),), entries)


def advising(version: InstrumentVersion) -> list[str]:
    return [one.code for one in recommendations_of(version.code).recommendations]


def test_what_is_packed_is_unpacked_the_same() -> None:
    level = Trigger(TriggerKind.LEVEL, ("information",), 0.4, source=Source.FACTS)
    unknown = Trigger(TriggerKind.DO_NOT_KNOW, ("F1.1.a",), share=0.3, also=(level,))
    words = text("Words")
    one = Entry(
        code="c",
        title=words,
        action=words,
        reason=words,
        levels=("information",),
        area="legal",
        tiers=(Tier.NATIONAL, Tier.INSTITUTION),
        effort=Effort.LOW,
        costs=Costs.PROJECT,
        horizon=Horizon.YEARS,
        sources=("study",),
        place=words,
        triggers=(unknown,),
        examples=(Example("EE", words),),
    )
    assert unpack(pack(one)) == one


def test_a_file_is_published_in_its_order_and_read_back(version: InstrumentVersion) -> None:
    done = store_recommendations(file_of(version.code, entry("second"), entry("first")))
    assert done.stored == ("second", "first")
    stored = recommendations_of(version.code)
    assert stored.recommendations == (entry("second"), entry("first"))
    assert stored.sources_by_code["study"].text == text("Study")


def test_a_file_loaded_twice_changes_nothing(version: InstrumentVersion) -> None:
    file = file_of(version.code, entry("search"))
    store_recommendations(file)
    done = store_recommendations(file)
    assert (done.stored, done.left_alone, done.retired, done.deleted) == ((), (), (), ())
    assert Recommendation.objects.get().versions.count() == 1


def test_a_changed_file_is_a_new_edition(version: InstrumentVersion) -> None:
    store_recommendations(file_of(version.code, entry("search")))
    store_recommendations(file_of(version.code, entry("search", title=text("New"))))
    row = Recommendation.objects.get()
    assert (row.edition, row.versions.count()) == (2, 2)
    assert recommendations_of(version.code).recommendations[0].title == text("New")


def test_what_was_changed_here_is_left_alone(version: InstrumentVersion, writer: User) -> None:
    store_recommendations(file_of(version.code, entry("search")))
    row = Recommendation.objects.get()
    workflow.write(row, entry("search", title=text("Ours")), writer, "", workflow.version_of(row))
    done = store_recommendations(file_of(version.code, entry("search", title=text("Theirs"))))
    assert done.left_alone == ("search",)
    assert entry_of(Recommendation.objects.get()).title == text("Ours")
    assert recommendations_of(version.code).recommendations[0] == entry("search")


def test_what_was_retired_here_stays_retired(version: InstrumentVersion, writer: User) -> None:
    file = file_of(version.code, entry("search"))
    store_recommendations(file)
    workflow.retire(Recommendation.objects.get(), writer, "Outdated.")
    assert store_recommendations(file).left_alone == ("search",)
    assert advising(version) == []


def test_what_is_gone_from_the_file_is_deleted_or_retired_where_something_hangs_on_it(
    version: InstrumentVersion, writer: User
) -> None:
    store_recommendations(file_of(version.code, entry("judged"), entry("unknown"), entry("kept")))
    Vote.objects.create(recommendation=Recommendation.objects.get(code="judged"), by=writer, is_useful=True)
    done = store_recommendations(file_of(version.code, entry("kept")))
    assert (done.retired, done.deleted) == (("judged",), ("unknown",))
    assert Recommendation.objects.get(code="judged").state == RecommendationState.RETIRED
    assert advising(version) == ["kept"]
    again = store_recommendations(file_of(version.code, entry("kept")))
    assert (again.retired, again.deleted) == ((), ())


def test_what_comes_back_to_the_file_advises_again(version: InstrumentVersion, writer: User) -> None:
    file = file_of(version.code, entry("judged"))
    store_recommendations(file)
    Vote.objects.create(recommendation=Recommendation.objects.get(), by=writer, is_useful=True)
    store_recommendations(replace(file, recommendations=()))
    assert advising(version) == []
    store_recommendations(file)
    assert advising(version) == ["judged"]


def test_what_was_written_here_does_not_leave_with_the_file(version: InstrumentVersion, writer: User) -> None:
    own = Recommendation(instrument=version.code, code="own")
    workflow.write(own, entry("own"), writer)
    store_recommendations(file_of(version.code, entry("search")))
    assert set(Recommendation.objects.values_list("code", flat=True)) == {"own", "search"}


def test_reading_what_advises_takes_two_queries(
    version: InstrumentVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store_recommendations(file_of(version.code, *(entry(f"one-{number}") for number in range(20))))
    with django_assert_num_queries(2):
        recommendations_of(version.code)
