"""Pages of the administration: those of each model, and those of ours beside them."""

from __future__ import annotations

from tests.access.people import (
    FACTOR,
    FORBIDDEN,
    MISSING,
    OPEN,
    Rule,
    administration,
    everybody,
    give,
    shared_administration,
    signed_in,
)

# What an administrator may do with the objects of each model beside looking at their list.
MODELS = {
    "auth_group": "add change delete history",
    "metep_user": "add change delete history",
    "surveys_region": "add change delete history",
    "surveys_institution": "add change history",  # somebody answered for it
    "surveys_instrumentversion": "change history",
    "surveys_personallink": "change history",
    "surveys_section": "change history",
    "surveys_chapter": "change history",
    "surveys_table": "change history",
    "surveys_scale": "change history",
    "surveys_item": "change history",
    "surveys_response": "change history",
    "surveys_round": "add change history",
    "surveys_validation": "add change delete history",
    "reports_recommendation": "change history",
    "reports_contextseries": "change history",
    "scoring_scorerun": "change history",
}
# Their list leads to that of instruments, for everybody in the administration.
PARTS = ("surveys_section", "surveys_chapter", "surveys_table", "surveys_scale", "surveys_item")


def of_model(name: str, allowed: list[str]) -> dict[str, Rule]:
    """The five pages of a model."""
    rules = {
        page: Rule(administration(OPEN if page in allowed else FORBIDDEN), name)
        for page in ("history", "delete", "change")
    }
    rules["add"] = Rule(administration(OPEN if "add" in allowed else FORBIDDEN))
    rules["changelist"] = Rule(shared_administration() if name in PARTS else administration())
    return {f"admin:{name}_{page}": rule for page, rule in rules.items()}


ADMINISTRATION = {
    "admin:index": Rule(shared_administration()),
    # Whoever is in already, but has no place there, is told so.
    "admin:login": Rule(
        shared_administration() | signed_in(FORBIDDEN) | give(OPEN, "staff", "administrator") | give(FACTOR, "bare")
    ),
    "admin:logout": Rule(everybody() | give(FACTOR, "bare"), is_posted=True),
    "admin:password_change": Rule(shared_administration()),
    "admin:password_change_done": Rule(shared_administration()),
    "admin:autocomplete": Rule(administration(FORBIDDEN)),  # it was not told of which field
    "admin:jsi18n": Rule(shared_administration()),
    "admin:view_on_site": Rule(administration(MISSING) | give(MISSING, "staff"), "nobody nobody"),
    "admin:app_list": Rule(administration() | give(MISSING, "staff"), "app"),
    "admin:metep_user_invite": Rule(administration(), "user"),
    "admin:metep_user_second_factor": Rule(administration(), "user"),
    "admin:auth_user_password_change": Rule(administration(), "user"),
    "admin:surveys_institution_import": Rule(administration()),
    "admin:surveys_institution_template": Rule(administration(), "csv"),
    "admin:surveys_instrumentversion_tree": Rule(administration(), "surveys_instrumentversion"),
    "admin:surveys_instrumentversion_clone": Rule(administration(), "surveys_instrumentversion"),
    "admin:surveys_instrumentversion_publish": Rule(administration(), "surveys_instrumentversion", is_posted=True),
    "admin:surveys_instrumentversion_download": Rule(administration(), "surveys_instrumentversion"),
    "admin:surveys_instrumentversion_texts": Rule(administration(), "surveys_instrumentversion"),
    "admin:surveys_instrumentversion_texts_export": Rule(administration(), "surveys_instrumentversion csv"),
    "admin:surveys_instrumentversion_texts_import": Rule(administration(FORBIDDEN), "surveys_instrumentversion"),
    "admin:surveys_response_exclude": Rule(administration(), "reviewed", is_posted=True),
    "admin:surveys_response_include": Rule(administration(), "reviewed", is_posted=True),
    "admin:surveys_round_open": Rule(administration(), "surveys_round", is_posted=True),
    "admin:surveys_round_close": Rule(administration(), "surveys_round", is_posted=True),
    "admin:surveys_round_links": Rule(administration(), "surveys_round"),
    "admin:scoring_scorerun_document": Rule(administration(), "scoring_scorerun"),
}
for model, allowed in MODELS.items():
    ADMINISTRATION |= of_model(model, allowed.split())
