"""Units to hold a unit against: the mean of all institutions, of its kind, of its region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext as _

from reports.workbench.frame import Asked, Control
from scoring.results import Score, Unit, UnitScores, UnitTier

Pick = Callable[[UnitScores], Score | None]


@dataclass(frozen=True)
class Peers:
    """Some institutions. `name`: what they are called together; `unit`: that whose scores their means are, if any."""

    name: str
    members: Sequence[UnitScores]
    unit: Unit | None = None

    def mean(self, pick: Pick) -> Score | None:
        """The unweighted mean of those that have a score, without an interval; None where none is measured.

        `items` and `mapped` count institutions: those with a score, and all.
        """
        found = [score for member in self.members if (score := pick(member)) is not None]
        return mean_score(found)


def mean_score(scores: Iterable[Score]) -> Score | None:
    """The mean of the scores that are known; see `Peers.mean`."""
    listed = list(scores)
    known = [score.score for score in listed if score.score is not None]
    if not any(score.mapped for score in listed):
        return None
    coverage = fmean(score.coverage for score in listed)
    return Score(fmean(known) if known else None, None, None, coverage, len(known), len(listed))


def choose_peers(asked: Asked) -> tuple[Control | None, Peers | None]:
    """What the unit of the page can be held against, and what is chosen; (None, None) for the nation and for all."""
    unit = asked.view.scores.unit
    if unit.tier not in (UnitTier.INSTITUTION, UnitTier.SUBNATIONAL):
        return None, None
    everybody = asked.results.mean.unit if asked.results.mean else None
    found = {"all": Peers(_("All institutions"), asked.results.units(UnitTier.INSTITUTION), everybody)}
    if unit.tier is UnitTier.INSTITUTION:
        found |= _alike(asked)
    chosen = asked.options.get("against", "")
    chosen = chosen if chosen in found else "all"
    choices = [(code, f"{peers.name} (n = {len(peers.members)})") for code, peers in found.items()]
    return Control("against", _("Compare with the mean of"), choices, chosen), found[chosen]


def _alike(asked: Asked) -> dict[str, Peers]:
    """Institutions of the kind and of the region of an institution, where that is more than itself."""
    unit = asked.view.scores.unit
    bodies = {body.code: body for body in asked.results.evidence.institutions}
    own = bodies.get(unit.code)
    members = asked.results.units(UnitTier.INSTITUTION)
    found = {}
    if own and own.kind:
        alike = [member for member in members if bodies[member.unit.code].kind == own.kind]
        found["kind"] = Peers(_("Institutions of the same kind"), alike)
    if unit.region:
        near = [member for member in members if member.unit.region == unit.region]
        region = asked.results.unit(UnitTier.SUBNATIONAL, unit.region)
        found["region"] = Peers(_("Institutions of the same region"), near, region.unit if region else None)
    return {code: peers for code, peers in found.items() if len(peers.members) > 1}
