"""Items descend from each other: the same, changed, replaced, new, dropped; and what is wrong with `replaces`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from surveys.content import Instrument, Item, ItemType, Scored, Tier
from surveys.content.lineage import Kin, Kinship, Property, lineage_problems, trace
from tests.scoring.instruments import MIXED
from tests.scoring.versions import another, recoded


def kin_of(code: str, earlier: Instrument, later: Instrument, *others: Instrument) -> Kin:
    return next(kin for kin in trace(earlier, later, others) if code in (kin.code, kin.before))


def changed(code: str, **values: Any) -> Callable[[Item], Item]:
    return lambda item: replace(item, **values) if item.code == code else item


def test_a_version_is_the_same_as_itself() -> None:
    assert {kin.kinship for kin in trace(MIXED, MIXED)} == {Kinship.SAME}
    assert [kin.code for kin in trace(MIXED, MIXED)] == list(MIXED.items_by_code)


def test_other_words_under_the_same_code_are_the_same_question() -> None:
    assert kin_of("F2.b", another("0", changed("F2.b", text={"en": "Other words"})), MIXED).kinship is Kinship.SAME


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"type": ItemType.SCALE05}, Property.TYPE),
        ({"scale": "other"}, Property.SCALE),
        ({"tier": Tier.NATIONAL}, Property.TIER),
        ({"parent": "F2.a"}, Property.PARENT),
        ({"reverse": True}, Property.REVERSE),
        ({"scored": Scored.NO}, Property.SCORED),
        ({"levels": ("decision",)}, Property.LEVELS),
        ({"area": "legal"}, Property.AREA),
    ],
)
def test_what_a_score_depends_on_makes_an_item_another_one(values: dict[str, Any], name: Property) -> None:
    kin = kin_of("F2.b", another("0", changed("F2.b", **values)), MIXED)
    assert kin.kinship is Kinship.CHANGED
    assert name in kin.changed


def test_the_order_of_levels_does_not_matter() -> None:
    earlier = another("0", changed("F1.a", levels=("decision", "information", "consultation")))
    assert kin_of("F1.a", earlier, MIXED).kinship is Kinship.SAME


def test_new_and_dropped_items_have_nothing_beside_them() -> None:
    earlier, later = another("1", without=["F2.b"]), another("2", without=["F2.c"])
    assert kin_of("F2.b", earlier, later) == Kin(Kinship.NEW, "F2.b")
    assert kin_of("F2.c", earlier, later) == Kin(Kinship.DROPPED, before="F2.c")


def test_a_new_code_follows_the_item_that_it_names() -> None:
    later = another("2", recoded(F2_b="F2_new"))
    assert kin_of("F2.new", MIXED, later) == Kin(Kinship.REPLACED, "F2.new", "F2.b")
    assert Kinship.DROPPED not in {kin.kinship for kin in trace(MIXED, later)}


def test_the_link_holds_whichever_version_was_asked_first() -> None:
    later = another("2", recoded(F2_b="F2_new"))
    assert kin_of("F2.b", later, MIXED) == Kin(Kinship.REPLACED, "F2.b", "F2.new")


def test_a_chain_leads_through_a_version_that_neither_round_asked() -> None:
    second = another("2", recoded(F2_b="F2_second"))
    third = another("3", recoded(F2_second="F2_third"), instrument=second)
    assert kin_of("F2.third", MIXED, third).kinship is Kinship.NEW
    assert kin_of("F2.third", MIXED, third, second) == Kin(Kinship.REPLACED, "F2.third", "F2.b")


def test_no_chain_leads_through_an_item_that_both_versions_ask() -> None:
    """F2.b is still asked: what is split off from it is new."""
    later = another("2", lambda item: replace(item, code="F2.split", replaces="F2.b") if item.code == "F2.c" else item)
    assert kin_of("F2.split", MIXED, later).kinship is Kinship.NEW
    assert kin_of("F2.b", MIXED, later).kinship is Kinship.SAME


def test_one_item_may_be_followed_by_two() -> None:
    codes = {"F2.b": "F2.b-one", "F2.c": "F2.b-two"}
    later = another(
        "2", lambda item: replace(item, code=codes[item.code], replaces="F2.b") if item.code in codes else item
    )
    assert [kin.before for kin in trace(MIXED, later) if kin.kinship is Kinship.REPLACED] == ["F2.b", "F2.b"]


def test_a_sound_lineage_has_no_problem() -> None:
    assert list(lineage_problems(another("2", recoded(F2_b="F2_new")), [MIXED])) == []


def test_an_item_that_no_other_version_has_cannot_be_replaced() -> None:
    problems = list(lineage_problems(another("2", recoded(F2_b="F2_new")), []))
    assert problems == ["F2.new replaces F2.b, which no other published version of the instrument has."]


def test_an_item_that_is_still_asked_is_not_replaced() -> None:
    version = another("2", changed("F2.c", replaces="F2.b"))
    assert list(lineage_problems(version, [MIXED])) == ["F2.c replaces F2.b, which this version still asks."]


def test_a_circle_of_versions_is_a_problem() -> None:
    first = another("1", recoded(F2_c="F2_b"), without=["F2.b"])  # F2.b follows F2.c
    second = another("2", recoded(F2_b="F2_c"), without=["F2.c"])  # F2.c follows F2.b
    assert list(lineage_problems(second, [first])) == ["F2.c replaces F2.b, which itself follows F2.c."]


def test_another_type_of_answer_needs_a_note() -> None:
    def turned(note: str) -> Instrument:
        values = {"type": ItemType.SCALE05, "note": note}
        return another("2", lambda item: changed("F2.new", **values)(recoded(F2_b="F2_new")(item)))

    problems = list(lineage_problems(turned(""), [MIXED]))
    assert problems == ["F2.new replaces F2.b, which is answered in another way: say why in its note."]
    assert list(lineage_problems(turned("Asked as a rating from now on."), [MIXED])) == []
