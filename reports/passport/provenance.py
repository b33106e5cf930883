"""On what a number rests: versions, options, checksums, the moment, the score run; what does not count, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from scipy.special import stdtrit

from reports.dashboard.values import Writer
from reports.passport.codes import Reference, Subject, code_of
from reports.passport.reading import REASONS, Idle, idle_responses, run_with
from reports.results import Results
from scoring.methods import DoNotKnow, Method, Structural
from scoring.models import ScoreRun
from scoring.results import ItemScore, Score, Unit, UnitTier
from surveys.models import Institution


def reference_of(results: Results, writer: Writer, subject: Subject) -> Reference | None:
    """The reference to a number; None where it counts some responses only: codes stand for numbers of all."""
    return None if writer.chosen else reference_to(results, subject)


def reference_to(results: Results, subject: Subject) -> Reference:
    """The passport of a number in the state of these results."""
    code = str(code_of(results.survey_round.code, results.evidence.checksum, subject))
    return Reference(code, f"{settings.SITE_URL.rstrip('/')}{reverse('passport', args=[code])}")


@dataclass(frozen=True)
class LeftOut:
    """Something that does not count. `number`: how often, in words."""

    what: str
    number: str
    why: str


def left_out(results: Results, writer: Writer, items: list[ItemScore]) -> Iterator[LeftOut]:
    """Answers to these items and responses of the unit that do not count in the number."""
    count, method = writer.numbers.count, results.method
    unknown, missing = sum(item.dk for item in items), sum(item.missing for item in items)
    no_score = [item.code for item in items if item.score is None]
    why = _("Does not count in the score (method, section 3).")
    if method.do_not_know is DoNotKnow.NO:
        why = _("Counts as No in this version of the method (section 3).")
    yield LeftOut(_("Answers Do not know"), count(unknown), why)
    yield LeftOut(_("Asked and left empty"), count(missing), _("An answer that was not given never counts."))
    if method.structural is Structural.LEFT_OUT:
        structural = sum(item.structural for item in items)
        why = _("The item above is No; this version of the method leaves them out (section 2).")
        yield LeftOut(_("No because of a No above"), count(structural), why)
    if no_score:
        why = _("Nobody gave an answer that counts: %(items)s.") % {"items": ", ".join(no_score)}
        yield LeftOut(_("Items without a score"), count(len(no_score)), why)
    yield from _idle(results, writer)


def _idle(results: Results, writer: Writer) -> Iterator[LeftOut]:
    """Responses that do not count. Of a past run only their numbers in the whole round are known."""
    count = writer.numbers.count
    never = _("Was not submitted, or was returned and not submitted again.")
    if results.run:
        facts = results.scores.round
        whole = _("In the whole round at that moment.")
        yield LeftOut(_("Excluded responses"), count(facts.excluded), whole)
        yield LeftOut(_("Drafts"), count(facts.draft), whole)
        return
    selection = writer.chosen.selection if writer.chosen else None
    idle = idle_responses(results.survey_round, writer.view.scores.unit, selection)
    yield from _excluded(idle, writer, is_told=not results.is_limited)
    yield LeftOut(_("Drafts"), count(idle.draft), never)


def _excluded(idle: Idle, writer: Writer, is_told: bool) -> Iterator[LeftOut]:
    """By reason; the reasons are for analysts."""
    count, label = writer.numbers.count, _("Excluded responses")
    if not is_told or not idle.excluded:
        yield LeftOut(label, count(idle.all_excluded), _("Excluded by a reviewer, each with a reason."))
        return
    for reason, number in idle.excluded[:REASONS]:
        yield LeftOut(label, count(number), _("Reason: %(reason)s") % {"reason": reason})
    rest = sum(number for _reason, number in idle.excluded[REASONS:])
    if rest:
        yield LeftOut(label, count(rest), _("Other reasons."))


def provenance(results: Results, writer: Writer) -> Iterator[tuple[str, str]]:
    """Names and values of what the number rests on."""
    survey_round, version, facts = results.survey_round, results.survey_round.version, results.scores.round
    count, evidence = writer.numbers.count, results.evidence
    yield _("Round"), f"{survey_round} ({survey_round.code})"
    yield _("Instrument"), f"{version.code} {version.version}"
    yield _("Checksum of the instrument (SHA-256)"), version.checksum
    yield _("Method"), results.method.code
    yield _("Options of the method"), "; ".join(_options(writer, results.method))
    yield _("Checksum of counts, regions and settled facts (SHA-256)"), evidence.checksum
    if writer.chosen and writer.chosen.words:
        yield _("Only these responses"), "; ".join(f"{name}: {value}" for name, value in writer.chosen.words)
        yield (
            _("Responses counted"),
            _("%(n)s of %(all)s responses") % {"n": count(facts.counted), "all": count(writer.chosen.of)},
        )
    else:
        yield _("Responses counted in the round"), count(facts.counted)
    moment = facts.computed_at.astimezone(survey_round.zone)
    yield _("Computed"), formats.date_format(moment, "SHORT_DATETIME_FORMAT")
    if not writer.chosen:
        yield _("Score run"), _run_words(results)


def _options(writer: Writer, method: Method) -> Iterator[str]:
    numbers, weights = writer.numbers, method.combined_weights
    is_zero, is_left_out = method.structural is Structural.ZERO, method.do_not_know is DoNotKnow.LEFT_OUT
    yield _("No follows from a No above: counts") if is_zero else _("No follows from a No above: left out")
    yield _("Do not know: left out") if is_left_out else _("Do not know: counts as No")
    ratio = f"{numbers.plain(weights.facts)} : {numbers.plain(weights.perceptions)}"
    yield _("facts to perceptions: %(ratio)s") % {"ratio": ratio}
    if method.weight_by_participants:
        yield _("given together: counts as many times as there were participants")
    yield _("confidence %(confidence)s") % {"confidence": numbers.share(method.confidence)}
    yield _("jackknife groups: %(groups)s") % {"groups": numbers.count(method.groups)}


def _run_words(results: Results) -> str:
    run: ScoreRun | None = results.run or run_with(results.survey_round, results.evidence.checksum)
    if run is None:
        return _("None yet: this state is not kept. Keep it, so that its address stays.")
    moment = formats.date_format(run.computed_at.astimezone(results.survey_round.zone), "SHORT_DATETIME_FORMAT")
    return _("%(number)s, computed %(moment)s; its proof: manage.py export_proof %(number)s FILE.zip") % {
        "number": run.pk,
        "moment": moment,
    }


def interval_details(results: Results, writer: Writer, score: Score, minimum: float) -> str:
    """How wide the interval is and why; empty without one."""
    if score.score is None or score.low is None or score.high is None:
        return ""
    groups = _groups(results, writer.view.scores.unit)
    factor = float(stdtrit(groups - 1, (1 + results.method.confidence) / 2))
    sides = [
        side
        for side, cut in ((score.score - score.low, score.low == minimum), (score.high - score.score, score.high == 1))
        if not cut
    ]
    values = {
        "groups": writer.numbers.count(groups),
        "freedom": writer.numbers.count(groups - 1),
        "factor": writer.numbers.decimal(factor),
    }
    if not sides:
        return (
            _(
                "Groups with a response: %(groups)s; the factor of Student’s t with %(freedom)s degrees of freedom is "
                "%(factor)s. Both ends are cut to the scale."
            )
            % values
        )
    return _(
        "Groups with a response: %(groups)s; the standard error is %(error)s points, and the factor of Student’s t "
        "with %(freedom)s degrees of freedom is %(factor)s."
    ) % (values | {"error": writer.numbers.decimal(100 * max(sides) / factor)})


def _groups(results: Results, unit: Unit) -> int:
    """How many groups of the jackknife have a response of the unit."""
    evidence = results.evidence
    bodies = [body for body in evidence.institutions if _is_of(unit, body)]
    counts = [evidence.counts_of(body) for body in bodies]
    if unit.tier is UnitTier.NATIONAL:
        counts = [evidence.counts_of(None)]
    return int((np.sum([one.respondents for one in counts], axis=0) > 0).sum()) if counts else 0


def _is_of(unit: Unit, body: Institution) -> bool:
    if unit.tier is UnitTier.SUBNATIONAL:
        return bool(body.region and body.region.code == unit.code)
    return unit.tier is UnitTier.ALL_INSTITUTIONS or body.code == unit.code
