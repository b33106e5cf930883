"""Tallies: counts kept up to date, from which every score follows. Score runs: computations kept as they were."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models import Institution, Round
from surveys.models.counts import FACETS, Facets


class Tally(models.Model):
    """The counts of one unit of a round: of an institution or, without one, of the country.

    `answers`: little-endian int32 of the shape (items of the tier, codes, groups); `respondents`: likewise (groups,).
    `numbers`: how often each number was given to each item about the unit (`scoring.number_counts.RECORD`).
    `said`: little-endian int32 of the shape (scored items, codes), of the unit's respondents to any item.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="tallies")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True)
    answers = models.BinaryField()
    respondents = models.BinaryField()
    numbers = models.BinaryField(default=b"", db_default=b"")
    said = models.BinaryField(default=b"", db_default=b"")

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(fields=["round", "institution"], nulls_distinct=False, name="tally_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.institution_id or '-'}"


class Slice(Facets):
    """The counts of all responses of a round that share their facets, over all scored items of the instrument.

    `answers`: deflated little-endian int32 of the shape (scored items, codes, groups); `respondents`: (groups,).
    What an institution's tally does not tell (language, mode, type of respondent) stands here.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="slices")
    answers = models.BinaryField()
    respondents = models.BinaryField()

    class Meta:
        verbose_name = _("slice of counts")
        verbose_name_plural = _("slices of counts")
        constraints = [models.UniqueConstraint(fields=["round", *FACETS], name="slice_unique")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.language}/{self.mode}/{self.respondent_type}"


class Piece(Facets):
    """The counts of the responses of one institution (or of none) that share their facets, over all scored items.

    `answers`, `respondents`: as of slices. `together`: what the answers of responses that several people gave would
    count more if they counted for each of these; empty where there are none (`scoring.tallying.PieceCounts`).
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="pieces")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True)
    answers = models.BinaryField()
    respondents = models.BinaryField()
    together = models.BinaryField()

    class Meta:
        verbose_name = _("piece of counts")
        verbose_name_plural = _("pieces of counts")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "institution", *FACETS], nulls_distinct=False, name="piece_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.institution_id or '-'}/{self.language}/{self.mode}/{self.respondent_type}"


class Progress(models.Model):
    """How many counted responses were submitted on a day, by institution, language and sections."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="progress")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True)
    day = models.DateField()
    language = models.CharField(max_length=10)
    sections = models.CharField(max_length=200)
    responses = models.IntegerField()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "institution", "day", "language", "sections"],
                nulls_distinct=False,
                name="progress_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.responses}"


class ScoreRun(models.Model):
    """One computation of a round's scores, kept as it was: never recalculated.

    `input_checksum`: SHA-256 of the tallies, regions and validated facts it was computed from. `inputs`: all of these
    with the method, deflated (see `scoring.kept`), for tallies move on and a proof must be of the run; empty for runs
    from before it was kept.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="score_runs", verbose_name=_("round"))
    method = models.CharField(_("method version"), max_length=50)
    instrument_checksum = models.CharField(_("checksum of the instrument"), max_length=64)
    input_checksum = models.CharField(_("checksum of the input"), max_length=64)
    computed_at = models.DateTimeField(_("computed"))
    document = models.JSONField(_("score document"))
    inputs = models.BinaryField(_("counts and settled facts"), default=b"", editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("score run")
        verbose_name_plural = _("score runs")
        ordering = ["-computed_at"]
        permissions = [("view_results", _("May see the results of rounds"))]

    def __str__(self) -> str:
        return f"{self.round_id} {self.computed_at:%Y-%m-%d %H:%M}"
