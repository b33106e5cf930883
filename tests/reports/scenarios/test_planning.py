"""Plans of the solver against all choices tried one by one."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.scenarios.giving_way import Limit, find_way_out
from reports.scenarios.keys import key_of, split_key
from reports.scenarios.planning import Candidate, Limits, Plan, Proof, Verdict, find_plan
from reports.scenarios.scheduling import Slot, schedule

Ends = dict[str, int]


def brute_force(candidates: Sequence[Candidate], needed: float, limits: Limits) -> tuple[int, int, int] | None:
    """Effort, number of measures and sum of their ends of the best plan; None where there is none."""
    found = []
    for chosen in every_choice(candidates):
        if keeps_to(chosen, limits) and sum(one.gain for one in chosen) >= needed - 1e-9:
            ends = fewest_ends(chosen, limits)
            if ends is not None:
                found.append((sum(one.effort for one in chosen), len(chosen), ends))
    return min(found, default=None)


def every_choice(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    for number in range(len(candidates) + 1):
        yield from itertools.combinations(candidates, number)


def keeps_to(chosen: Collection[Candidate], limits: Limits) -> bool:
    codes, items = {one.code for one in chosen}, {one.item for one in chosen}
    return (
        all(set(one.needs) <= codes and not set(one.excludes) & codes for one in chosen)
        and not items & limits.banned
        and limits.required <= items
        and (limits.effort is None or sum(one.effort for one in chosen) <= limits.effort)
        and (limits.measures is None or len(chosen) <= limits.measures)
        and (limits.institutions is None or len({one.body for one in chosen}) <= limits.institutions)
    )


def fewest_ends(chosen: Sequence[Candidate], limits: Limits) -> int | None:
    """The smallest sum of the months at which measures end; None where the horizon does not hold them."""
    if limits.months is None or limits.at_once is None:
        ends: Ends = {}
        while len(ends) < len(chosen):
            for one in chosen:
                if one.code not in ends and all(need in ends for need in one.needs):
                    ends[one.code] = one.months + max((ends[need] for need in one.needs), default=0)
        late = limits.months is not None and any(end > limits.months for end in ends.values())
        return None if late else sum(ends.values())
    return try_all(list(chosen), {}, limits.months, limits.at_once)


def try_all(left: list[Candidate], ends: Ends, months: int, at_once: int) -> int | None:
    """Every order and every month of beginning."""
    if not left:
        return sum(ends.values())
    ready = [one for one in left if all(need in ends for need in one.needs)]
    best: int | None = None
    for one in ready[:1] if ready else []:
        after = max((ends[need] for need in one.needs), default=0)
        for start in range(after, months - one.months + 1):
            placed = ends | {one.code: start + one.months}
            if not too_many(placed, left, one, start, at_once):
                LENGTHS[one.code] = one.months
                rest = [other for other in left if other is not one]
                found = try_all(rest, placed, months, at_once)
                if found is not None and (best is None or found < best):
                    best = found
    return best


LENGTHS: dict[str, int] = {}


def too_many(placed: Ends, left: list[Candidate], one: Candidate, start: int, at_once: int) -> bool:
    for month in range(start, start + one.months):
        under_way = sum(
            end - LENGTHS.get(code, 0) <= month < end
            for code, end in placed.items()
            if code != one.code and split_key(code)[1] == one.body
        )
        if under_way + 1 > at_once:
            return True
    return False


@st.composite
def instances(
    draw: st.DrawFn,
    least: int = 0,
    most: int = 9,
    months: tuple[int, ...] = (6, 12, 36),
    bodies: tuple[str, ...] = ("",),
) -> list[Candidate]:
    """Measures with parents before them, some that exclude each other; many are alike, so that there are ties.

    Those of different institutions may be of the same item.
    """
    made: list[Candidate] = []
    for _number in range(draw(st.integers(least, most))):
        body = draw(st.sampled_from(bodies))
        others = [one.code for one in made if one.body == body]
        needs = tuple(draw(st.sets(st.sampled_from(others), max_size=2))) if others and draw(st.booleans()) else ()
        rivals = [code for code in others if code not in needs]
        excludes = (draw(st.sampled_from(rivals)),) if rivals and draw(st.integers(0, 4)) == 0 else ()
        gain = draw(st.sampled_from([0.0, 1 / 30, 1 / 24, 0.05, 0.1, -0.02]))
        made.append(
            Candidate(
                key_of(f"M{len(others)}", body),
                draw(st.sampled_from([1, 2, 4])),
                draw(st.sampled_from(months)),
                gain,
                needs,
                excludes,
                body,
            )
        )
    return [mutual(one, made) for one in made]


def mutual(one: Candidate, made: Sequence[Candidate]) -> Candidate:
    others = {other.code for other in made if one.code in other.excludes}
    return replace(one, excludes=tuple(sorted(others | set(one.excludes))))


@st.composite
def some_limits(draw: st.DrawFn, candidates: Sequence[Candidate]) -> Limits:
    codes = [one.item for one in candidates]
    some = st.frozensets(st.sampled_from(codes), max_size=2) if codes else st.just(frozenset[str]())
    return Limits(
        effort=draw(st.none() | st.integers(0, 12)),
        months=draw(st.none() | st.sampled_from([5, 6, 12, 24, 40, 60])),
        measures=draw(st.none() | st.integers(0, 6)),
        institutions=draw(st.none() | st.integers(0, 3)) if any(one.body for one in candidates) else None,
        banned=draw(some),
        required=draw(some) if draw(st.booleans()) else frozenset(),
    )


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_the_plan_is_the_best_of_all_choices(data: st.DataObject) -> None:
    candidates = data.draw(instances(bodies=data.draw(st.sampled_from([("",), ("A", "B", "C", "D")]))))
    limits = data.draw(some_limits(candidates))
    needed = data.draw(st.sampled_from([0.0, 0.05, 0.1, 1 / 30, 0.15, 0.2]))
    expected = brute_force(candidates, needed, limits)
    plan = find_plan(candidates, needed, limits)
    if expected is None:
        assert plan.proof.verdict is Verdict.IMPOSSIBLE
        return
    assert plan.proof.verdict is Verdict.PROVED
    assert plan.proof.is_settled
    assert (plan.proof.effort, plan.proof.gap) == (expected[0], 0)
    chosen = [one for one in candidates if one.code in plan.codes]
    assert keeps_to(chosen, limits)
    assert (sum(one.effort for one in chosen), len(chosen), sum(slot.end for slot in plan.slots)) == expected


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_within_a_horizon_the_plan_is_the_best_of_all_orders(data: st.DataObject) -> None:
    bodies = data.draw(st.sampled_from([("",), ("A", "B")]))
    candidates = data.draw(instances(least=3, most=5, months=(1, 2, 3), bodies=bodies))
    acting = data.draw(st.none() | st.integers(1, 2))
    limits = Limits(months=data.draw(st.integers(2, 6)), at_once=data.draw(st.integers(1, 2)), institutions=acting)
    needed = sum(max(one.gain, 0) for one in candidates) * data.draw(st.sampled_from([0.3, 0.6, 0.9, 1.0]))
    expected = brute_force(candidates, needed, limits)
    plan = find_plan(candidates, needed, limits)
    assert (plan.proof.verdict is Verdict.IMPOSSIBLE) == (expected is None)
    if expected is not None:
        assert (plan.proof.effort, len(plan.slots), sum(slot.end for slot in plan.slots)) == expected
        assert_in_time(plan.slots, candidates, limits)


def assert_in_time(slots: Sequence[Slot], candidates: Sequence[Candidate], limits: Limits) -> None:
    ends = {slot.code: slot.end for slot in slots}
    needs = {one.code: one.needs for one in candidates}
    for slot in slots:
        assert all(ends[need] <= slot.start for need in needs[slot.code])
        assert limits.months is None or slot.end <= limits.months
        body = split_key(slot.code)[1]
        under_way = sum(other.start <= slot.start < other.end for other in slots if split_key(other.code)[1] == body)
        assert limits.at_once is None or under_way <= limits.at_once


def measure(code: str, effort: int, gain: float, *needs: str, months: int = 6) -> Candidate:
    return Candidate(code, effort, months, gain, needs)


CHAIN = [measure("a", 1, 0.0), measure("a1", 1, 0.1, "a"), measure("a1.1", 4, 0.3, "a1"), measure("b", 4, 0.3)]


@pytest.mark.parametrize(
    ("needed", "limits", "expected"),
    [
        (0.0, Limits(), ()),
        (0.1, Limits(), ("a", "a1")),  # the parent adds nothing itself, but costs
        (0.3, Limits(), ("b",)),
        (0.3, Limits(banned=frozenset({"b"})), ("a", "a1", "a1.1")),
        (0.3, Limits(required=frozenset({"a1"})), ("a", "b", "a1")),
        (0.6, Limits(), ("a", "b", "a1", "a1.1")),
        (0.3, Limits(effort=3), None),
        (0.6, Limits(measures=3), None),
        (0.6, Limits(months=12), None),  # the chain takes 18 months
        (0.3, Limits(months=6, at_once=1), ("b",)),
        (0.4, Limits(months=12, at_once=1), None),
        (0.4, Limits(months=18, at_once=1), ("b", "a", "a1")),
        (0.1, Limits(required=frozenset({"b"}), banned=frozenset({"b"})), None),
        (0.1, Limits(required=frozenset({"unknown"})), None),
    ],
)
def test_plans_keep_to_their_limits(needed: float, limits: Limits, expected: tuple[str, ...] | None) -> None:
    plan = find_plan(CHAIN, needed, limits)
    assert (plan.proof.verdict is Verdict.IMPOSSIBLE) == (expected is None)
    assert sorted(plan.codes) == sorted(expected or ())


def test_of_equally_cheap_plans_the_one_with_fewer_measures_then_the_earlier_then_the_better() -> None:
    alike = [measure("a", 1, 0.1), measure("b", 1, 0.1), measure("c", 2, 0.2, months=12), measure("d", 2, 0.2)]
    assert find_plan(alike, 0.2, Limits()).codes == ("d",)
    better = [*alike, measure("e", 2, 0.25)]
    assert find_plan(better, 0.2, Limits()).codes == ("e",)


def test_a_choice_that_the_formulas_do_not_accept_is_no_plan() -> None:
    pair = [measure("a", 1, 0.1), measure("b", 2, 0.1)]
    assert find_plan(pair, 0.1, Limits(), reaches=lambda codes: "b" in codes).codes == ("b",)


@pytest.mark.parametrize(
    ("needed", "limits", "enough"),
    [
        (0.3, Limits(effort=3), {Limit.EFFORT: 4}),
        (0.6, Limits(measures=3), {Limit.MEASURES: 10}),
        (0.6, Limits(months=12, at_once=4), {Limit.MONTHS: 10}),
        (0.6, Limits(months=18, at_once=1), {Limit.MONTHS: 10, Limit.AT_ONCE: 10}),
        (0.6, Limits(banned=frozenset({"b"})), {Limit.BANNED: 10}),
        (0.6, Limits(effort=3, measures=1), {}),  # both must give way
        (0.9, Limits(effort=3), {}),
    ],
)
def test_the_way_out_names_each_limit_of_which_one_is_enough(
    needed: float, limits: Limits, enough: dict[Limit, int]
) -> None:
    assert dict(find_way_out(CHAIN, needed, limits).enough) == enough


def test_the_way_out_says_what_is_possible() -> None:
    way_out = find_way_out(CHAIN, 0.6, Limits(effort=3))
    assert way_out.most == pytest.approx(0.1)
    assert way_out.unlimited == pytest.approx(0.7)
    assert way_out.effort_unlimited == 10
    assert find_way_out(CHAIN, 0.9, Limits()).effort_unlimited is None
    contradiction = Limits(effort=3, required=frozenset({"b"}))
    assert find_way_out(CHAIN, 0.1, contradiction).most is None


def test_a_measure_begins_when_what_it_needs_is_done_and_there_is_room() -> None:
    slots = schedule(CHAIN, at_once=1)
    # b adds most a month; then the chain in its order.
    assert slots == (Slot("b", 0, 6), Slot("a", 6, 12), Slot("a1", 12, 18), Slot("a1.1", 18, 24))
    assert schedule(CHAIN) == (Slot("a", 0, 6), Slot("b", 0, 6), Slot("a1", 6, 12), Slot("a1.1", 12, 18))


def test_needs_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        schedule([measure("a", 1, 0.1, "b"), measure("b", 1, 0.1, "a")])


def test_out_of_time_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.scenarios.planning.SECONDS", 0.0)
    assert find_plan(CHAIN, 0.3, Limits()).proof.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("needed", "limits", "expected"),
    [
        (0.4, Limits(months=18, at_once=1), ("a", "a1", "b")),
        (0.4, Limits(months=12, at_once=1), Verdict.IMPOSSIBLE),  # 18 months of work
        (0.4, Limits(months=12, at_once=2), ("a", "a1", "b")),
        (0.6, Limits(months=18, at_once=2, measures=3), Verdict.IMPOSSIBLE),
    ],
)
def test_out_of_time_within_a_horizon_fewer_rules_may_prove_as_much(
    monkeypatch: pytest.MonkeyPatch, needed: float, limits: Limits, expected: tuple[str, ...] | Verdict
) -> None:
    monkeypatch.setattr("reports.scenarios.planning._search", lambda *_args: Plan((), Proof(Verdict.UNKNOWN)))
    plan = find_plan(CHAIN, needed, limits)
    if isinstance(expected, Verdict):
        assert plan.proof.verdict is expected
        return
    assert (plan.proof.verdict, plan.proof.is_settled) == (Verdict.PROVED, False)
    assert tuple(sorted(plan.codes)) == expected
    assert_in_time(plan.slots, CHAIN, limits)


def test_what_fewer_rules_let_through_and_the_horizon_does_not_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.scenarios.planning._search", lambda *_args: Plan((), Proof(Verdict.UNKNOWN)))
    # 24 months of work for two at once within a year would do, were they not of unlike length.
    unlike = [measure("a", 1, 0.1, months=8), measure("b", 1, 0.1, months=8), measure("c", 1, 0.1, months=8)]
    assert find_plan(unlike, 0.3, Limits(months=12, at_once=2)).proof.verdict is Verdict.UNKNOWN
