"""Which tables the audit trail watches, and what of them it does not keep. Change it, then install it by a migration.

Not watched, each for a reason: answers (their own history keeps every save), versions, events, coded responses and
tallies (made by the machine from what is watched), letters and findings (ten thousands, made by the worker), seats and
votes of workshops (data of the assessment), opinions on recommendations, saved views and scenarios (notes of their
readers), batches of reports (made by the worker), series of context (files of the project), reviews of
texts (each says by whom and when), sessions and tasks.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Watched:
    """One table. `key`: the column that names the object; `round`: how its round is found.

    `round` is a column, or "column table": the column points to a table that has a `round_id`; empty where an object
    belongs to no round. `left_out`: columns not kept; a change of these alone is no entry. `secret`: only noted that
    they changed. `personal`: shown to those alone who may see contacts, and removed when a person asks.
    """

    table: str
    model: str
    key: str = "id"
    round: str = ""
    left_out: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    counts_inserts: bool = False  # many rows added by one statement are one entry that says how many


def _part(name: str) -> Watched:
    return Watched(f"surveys_{name}", f"surveys.{name}")


USERS = settings.AUTH_USER_MODEL.lower()
USERS_TABLE = USERS.replace(".", "_")
RESPONSE = "response_id surveys_response"
CARD = "card_id fieldwork_card"
WORKSHOP = "workshop_id fieldwork_workshop"

WATCHED = (
    Watched("surveys_round", "surveys.round", round="id"),
    Watched("surveys_round_institutions", "surveys.round_institutions", key="round_id", round="round_id"),
    Watched("surveys_notice", "surveys.notice", round="round_id"),
    # People.
    Watched(USERS_TABLE, USERS, left_out=("last_login",), secret=("password",)),
    Watched(f"{USERS_TABLE}_groups", f"{USERS}_groups", key="user_id"),
    Watched(f"{USERS_TABLE}_user_permissions", f"{USERS}_user_permissions", key="user_id"),
    Watched("auth_group", "auth.group"),
    Watched("auth_group_permissions", "auth.group_permissions", key="group_id"),
    Watched("account_emailaddress", "account.emailaddress"),
    Watched("mfa_authenticator", "mfa.authenticator", left_out=("last_used_at",), secret=("data",)),
    Watched("socialaccount_socialaccount", "socialaccount.socialaccount", left_out=("last_login", "extra_data")),
    Watched("surveys_assignment", "surveys.assignment", round="round_id"),
    Watched("surveys_participant", "surveys.participant", round="round_id"),
    Watched(
        "surveys_contact",
        "surveys.contact",
        key="participant_id",
        round="round_id",
        personal=("name", "email", "bounce_reason"),
    ),
    Watched(
        "surveys_personallink",
        "surveys.personallink",
        round="round_id",
        secret=("secret_hash",),
        personal=("label",),
    ),
    Watched("surveys_region", "surveys.region"),
    Watched("surveys_institution", "surveys.institution"),
    # Answers and what becomes of them.
    Watched(
        "surveys_response",
        "surveys.response",
        round="round_id",
        left_out=("answers", "profile", "saved_at"),
        counts_inserts=True,
    ),
    Watched("surveys_reviewcomment", "surveys.reviewcomment", round=RESPONSE),
    Watched(
        "surveys_evidence",
        "surveys.evidence",
        round=RESPONSE,
        left_out=("link_state", "link_checked_at"),
        personal=("file_name", "note"),
    ),
    Watched("surveys_validation", "surveys.validation", round="round_id"),
    Watched("fieldwork_card", "fieldwork.card", round="round_id"),
    Watched("fieldwork_carddecision", "fieldwork.carddecision", round=CARD),
    Watched("fieldwork_remark", "fieldwork.remark", round=CARD),
    Watched("fieldwork_signoff", "fieldwork.signoff", round="round_id"),
    Watched("fieldwork_mailing", "fieldwork.mailing", round="round_id"),
    Watched(
        "fieldwork_workshop",
        "fieldwork.workshop",
        round="round_id",
        left_out=("item", "stage", "revision"),
        secret=("join_code",),
    ),
    Watched("fieldwork_agreement", "fieldwork.agreement", round=WORKSHOP),
    # Instruments and computations. Methods are files; which of them a round uses stands in the round.
    Watched("surveys_instrumentversion", "surveys.instrumentversion"),
    *map(_part, ("dimension", "scale", "point", "section", "chapter", "table", "column", "row", "item", "relation")),
    Watched("scoring_scorerun", "scoring.scorerun", round="round_id", left_out=("document",)),
    Watched("reports_recommendation", "reports.recommendation"),
    Watched("reports_recommendation_sources", "reports.recommendation_sources", key="recommendation_id"),
    Watched("reports_sourcedocument", "reports.sourcedocument"),
    # Decisions about results: what was answered, written, approved.
    Watched("reports_action", "reports.action", round="round_id"),
    Watched("reports_reporttext", "reports.reporttext", round="round_id"),
    Watched("reports_publication", "reports.publication", round="round_id"),
)
BY_MODEL = {watched.model: watched for watched in WATCHED}
