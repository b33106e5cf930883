"""Which rows belong to one round, and what of them an archive of a round leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Field, Model

from fieldwork import models as fieldwork
from metep.archives.tables import quoted
from reports import models as reports
from scoring import models as scoring
from surveys import models as surveys

_NOTHING = "''"


@dataclass(frozen=True)
class RoundTable:
    """A table of which a round has rows. `through`: the column by which a row is the round's, and the model that it
    points to where that is not the round. `people`: only with people. `always`, `anonymous`: what a column becomes,
    always and without people.
    """

    model: type[Model]
    column: str = "round_id"
    through: type[Model] | None = None
    people: bool = False
    always: dict[str, str] = field(default_factory=dict)
    anonymous: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """Its name."""
        return self.model._meta.db_table

    def condition(self, round_key: int) -> str:
        """Which rows are those of a round."""
        if self.through is None:
            return f"{quoted([self.column])} = {int(round_key)}"
        parent = OF_ROUND[self.through]
        return (
            f"{quoted([self.column])} IN (SELECT {quoted([_key(self.through)])} FROM {quoted([parent.table])} "  # noqa: S608
            f"WHERE {parent.condition(round_key)})"
        )

    def query(self, round_key: int, with_people: bool, personal: list[str]) -> str:
        """The rows of a round as they go into an archive. `personal`: questions that tell who the respondent is."""
        columns = ", ".join(self._column(one, with_people, personal) for one in self.model._meta.local_concrete_fields)
        return f"SELECT {columns} FROM {quoted([self.table])} WHERE {self.condition(round_key)}"  # noqa: S608

    def _column(self, one: Field, with_people: bool, personal: list[str]) -> str:
        name = quoted([str(one.column)])
        if one.column in self.always:
            return f"{self.always[one.column]} AS {name}"
        if with_people:
            return name
        if one.column in self.anonymous:
            codes = ", ".join(f"'{code.replace(chr(39), chr(39) * 2)}'" for code in personal)
            return f"{self.anonymous[one.column].format(personal=codes)} AS {name}"
        if points_to(one, settings.AUTH_USER_MODEL) and one.null:
            return f"NULL AS {name}"
        return name


R = surveys.Response
TABLES = (
    RoundTable(surveys.Round, "id"),
    RoundTable(surveys.Round.institutions.through),
    RoundTable(surveys.Notice),
    RoundTable(surveys.Participant, people=True),
    RoundTable(surveys.Contact, people=True),
    RoundTable(
        R,
        anonymous={"participant_id": "NULL", "profile": "(profile - ARRAY[{personal}]::text[])"},
    ),
    RoundTable(
        surveys.AnswerChange,
        "response_id",
        R,
        always={"link_id": "NULL"},
    ),
    RoundTable(surveys.Evidence, "response_id", R),
    RoundTable(surveys.ResponseEvent, "response_id", R),
    RoundTable(surveys.ResponseVersion, "response_id", R),
    RoundTable(surveys.ReviewComment, "response_id", R),
    RoundTable(surveys.CodedResponse),
    RoundTable(surveys.CountChange),
    RoundTable(surveys.Validation),
    RoundTable(fieldwork.Mailing, people=True),
    RoundTable(
        fieldwork.Letter, "mailing_id", fieldwork.Mailing, people=True, always={"link_id": "NULL", "sender": "NULL"}
    ),
    RoundTable(fieldwork.CheckRun),
    RoundTable(fieldwork.Finding, "run_id", fieldwork.CheckRun),
    RoundTable(fieldwork.Card),
    RoundTable(fieldwork.CardDecision, "card_id", fieldwork.Card),
    RoundTable(fieldwork.Remark, "card_id", fieldwork.Card),
    RoundTable(fieldwork.SignOff),
    RoundTable(fieldwork.Workshop, always={"join_code": _NOTHING}),
    RoundTable(
        fieldwork.Seat,
        "workshop_id",
        fieldwork.Workshop,
        always={"secret_hash": _NOTHING},
        anonymous={"name": _NOTHING},
    ),
    RoundTable(fieldwork.Vote, "seat_id", fieldwork.Seat),
    RoundTable(fieldwork.Agreement, "workshop_id", fieldwork.Workshop),
    RoundTable(scoring.Tally),
    RoundTable(scoring.Slice),
    RoundTable(scoring.Piece),
    RoundTable(scoring.Progress),
    RoundTable(scoring.ScoreRun),
    RoundTable(reports.Scenario),
    RoundTable(reports.ReportText),
    RoundTable(reports.Action),
)
"""In the order in which they are imported."""
OF_ROUND = {one.model: one for one in TABLES}

NOT_OF_A_ROUND = {
    "surveys_statecount": "triggers count the responses that arrive",
    "surveys_missingcount": "triggers count the participants who arrive",
    "surveys_evidencecount": "triggers count the evidence that arrives",
    "surveys_personallink": "they open answers, and lead to the site that made them",
    "surveys_assignment": "who may do what is each site's own affair",
    "fieldwork_notification": "they name remarks by numbers that mean others elsewhere",
    "reports_batch": "files that can be made anew",
    "reports_batchfile": "files that can be made anew",
    "reports_publication": "each site approves for itself what the public sees",
    "reports_savedview": "bookmarks of single members of staff",
    "reports_vote": "opinions on recommendations, which are the site's",
}
"""Tables that point to a round or its rows and do not go with it, each with the reason."""

REGIONS, INSTITUTIONS = surveys.Region, surveys.Institution
STAFF = ("id", "email", "name")
"""What is told of members of staff, with people: enough to know them again, no more."""
ADVICE = ("id", "instrument", "code")
"""What is told of recommendations that institutions answered."""


def tables_of(with_people: bool) -> list[RoundTable]:
    """The tables of an archive."""
    return [one for one in TABLES if with_people or not one.people]


def points_to(one: Field, label: str) -> bool:
    """Whether a column is the key of a model (`app.Model`)."""
    related = one.related_model
    return bool(
        one.is_relation and related is not None and not isinstance(related, str) and related._meta.label == label
    )


def referring(label: str, with_people: bool) -> Iterator[tuple[RoundTable, str]]:
    """The columns of a round's tables that are keys of a model."""
    for one in tables_of(with_people):
        for column in one.model._meta.local_concrete_fields:
            if points_to(column, label):
                yield one, str(column.column)


def keys_referred(label: str, round_key: int, with_people: bool) -> str:
    """A query for the keys of a model's rows to which rows of a round point."""
    return " UNION ".join(
        f"SELECT {quoted([column])} FROM {quoted([one.table])} WHERE {one.condition(round_key)}"  # noqa: S608
        for one, column in referring(label, with_people)
    )


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)
