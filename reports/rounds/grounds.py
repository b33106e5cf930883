"""What was found of each ground of a verdict, as a whole sentence in the active language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.figures import UnitView
from reports.number_format import NumberFormat
from scoring.comparing import Ground, Reason, Verdict
from surveys.content import in_language
from surveys.countries import country_name
from surveys.models import Mode
from surveys.models.counts import RESPONDENT_TYPE


def _country(reason: Reason, view: UnitView) -> str:
    if reason.allows is Verdict.COMPARABLE:
        return _("Both rounds are about the same country.")
    language = view.terms.language
    names = {side: in_language(country_name(reason.values[side]), language) for side in ("earlier", "later")}
    return _("The rounds are about two countries, %(earlier)s and %(later)s; each stands for itself.") % names


def _instrument(reason: Reason, _view: UnitView) -> str:
    if reason.allows is Verdict.COMPARABLE:
        return _("Both rounds use the same instrument.")
    return _("The rounds use two instruments, %(earlier)s and %(later)s.") % dict(reason.values)


def _version(reason: Reason, _view: UnitView) -> str:
    if reason.values["earlier"] == reason.values["later"]:
        return _("Both rounds ask the same version of the instrument: %(later)s.") % dict(reason.values)
    sentence = _(
        "The rounds ask two versions of the instrument, %(earlier)s and %(later)s; how much these share is told by "
        "their items."
    )
    return sentence % dict(reason.values)


def _items(reason: Reason, view: UnitView) -> str:
    sentences = {
        Verdict.COMPARABLE: _(
            "Of the %(all)s scored items of either round %(common)s (%(share)s) are the same in both."
        ),
        Verdict.PARTLY: _(
            "Of the %(all)s scored items of either round only %(common)s (%(share)s) are the same in both; changes are "
            "told on these."
        ),
        Verdict.NOT: _(
            "Of the %(all)s scored items of either round only %(common)s (%(share)s) are the same in both: too few to "
            "compare anything."
        ),
    }
    return sentences[reason.allows] % _shares(reason.values, view.terms.numbers)


def _level(reason: Reason, view: UnitView) -> str:
    values = _shares(reason.values, view.terms.numbers) | {"level": view.level(reason.values["level"])}
    return _("Level “%(level)s”: %(common)s of %(all)s items (%(share)s) are the same in both rounds.") % values


def _shares(values: Mapping[str, Any], numbers: NumberFormat) -> dict[str, str]:
    share = values["common"] / values["all"] if values["all"] else None
    return {
        "common": numbers.count(values["common"]),
        "all": numbers.count(values["all"]),
        "share": numbers.share(share),
    }


def _method(reason: Reason, view: UnitView) -> str:
    if reason.values["earlier"] == reason.values["later"]:
        return _("Both rounds are scored by the same version of the method: %(later)s.") % dict(reason.values)
    values = dict(reason.values) | {"options": _options(reason, view)}
    if not reason.values["options"]:
        return _("The rounds have two versions of the method, %(earlier)s and %(later)s, which score alike.") % values
    return (
        _(
            "The rounds have two versions of the method, %(earlier)s and %(later)s, which differ in: %(options)s. Here "
            "both are scored by the later one."
        )
        % values
    )


def _counts(reason: Reason, view: UnitView) -> str:
    sentence = _(
        "The methods count responses in different ways (%(options)s): the counts of one round cannot be scored by the "
        "method of the other."
    )
    return sentence % {"options": _options(reason, view)}


def _options(reason: Reason, _view: UnitView) -> str:
    names = {
        "areas": _("the areas that enter the levels"),
        "structural": _("what an item counts as when the item above it is No"),
        "do_not_know": _("what Do not know counts as"),
        "combined_weights": _("the weights of facts and perceptions"),
        "confidence": _("the confidence of the intervals"),
        "weight_by_participants": _("how much a response of a group counts"),
        "groups": _("the groups of the jackknife"),
    }
    return "; ".join(names.get(option, option) for option in reason.values["options"])


def _sections(reason: Reason, _view: UnitView) -> str:
    values = {side: ", ".join(reason.values[side]) or "–" for side in ("earlier", "later")}
    if reason.allows is Verdict.COMPARABLE:
        return _("Both rounds asked the same scored sections: %(later)s.") % values
    sentence = _(
        "The rounds asked different scored sections, first %(earlier)s, then %(later)s; only what both asked is "
        "compared."
    )
    return sentence % values


def _institutions(reason: Reason, view: UnitView) -> str:
    values = _counted(reason, view, "both", "earlier", "later")
    if reason.allows is Verdict.COMPARABLE:
        return (
            _(
                "Institutions that take part in both rounds: %(both)s (in the earlier round: %(earlier)s, in the later "
                "one: %(later)s)."
            )
            % values
        )
    sentence = _(
        "Institutions that take part in both rounds: only %(both)s (in the earlier round: %(earlier)s, in the later "
        "one: %(later)s); means and regions are compared on these."
    )
    return sentence % values


def _base(reason: Reason, view: UnitView) -> str:
    values = _counted(reason, view, "earlier", "later")
    sentences = {
        Verdict.COMPARABLE: _("Responses that count: %(earlier)s in the earlier round, %(later)s in the later one."),
        Verdict.PARTLY: _(
            "Responses that count: %(earlier)s in the earlier round, %(later)s in the later one; with so few, changes "
            "are uncertain."
        ),
        Verdict.NOT: _(
            "Responses that count: %(earlier)s in the earlier round, %(later)s in the later one; these are too few to "
            "compare."
        ),
    }
    return sentences[reason.allows] % values


def _modes(reason: Reason, view: UnitView) -> str:
    labels = dict(Mode.choices)
    values = _mix(reason, view) | {"kind": str(labels.get(reason.values["kind"], reason.values["kind"]))}
    if reason.allows is Verdict.COMPARABLE:
        return (
            _("The responses came in the same ways; the largest difference: “%(kind)s”, %(earlier)s, then %(later)s.")
            % values
        )
    sentence = _(
        "The responses came in other ways, which may move scores; the largest difference: “%(kind)s”, %(earlier)s, "
        "then %(later)s."
    )
    return sentence % values


def _types(reason: Reason, view: UnitView) -> str:
    values = _mix(reason, view) | {"kind": _type_name(reason.values["kind"], view)}
    if reason.allows is Verdict.COMPARABLE:
        return (
            _(
                "Respondents of the same kinds answered; the largest difference: “%(kind)s”, %(earlier)s, then "
                "%(later)s."
            )
            % values
        )
    sentence = _(
        "Respondents of other kinds answered, which may move scores; the largest difference: “%(kind)s”, %(earlier)s, "
        "then %(later)s."
    )
    return sentence % values


def _type_name(code: str, view: UnitView) -> str:
    item = next((item for item in view.instrument.profile if item.code == RESPONDENT_TYPE), None)
    scale = view.instrument.scale_of(item) if item else None
    point = scale.point(code) if scale else None
    return view.words(point.text) if point else code or _("not given")


def _mix(reason: Reason, view: UnitView) -> dict[str, str]:
    return {side: view.terms.numbers.share(reason.values[side]) for side in ("earlier", "later")}


def _counted(reason: Reason, view: UnitView, *names: str) -> dict[str, str]:
    return {name: view.terms.numbers.count(reason.values[name]) for name in names}


SAYERS: Mapping[Ground, Callable[[Reason, UnitView], str]] = {
    Ground.COUNTRY: _country,
    Ground.INSTRUMENT: _instrument,
    Ground.VERSION: _version,
    Ground.ITEMS: _items,
    Ground.LEVEL: _level,
    Ground.METHOD: _method,
    Ground.COUNTS: _counts,
    Ground.SECTIONS: _sections,
    Ground.INSTITUTIONS: _institutions,
    Ground.BASE: _base,
    Ground.MODES: _modes,
    Ground.TYPES: _types,
}
