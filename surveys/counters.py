"""What a process counts of the work of respondents, for whoever watches the site (Prometheus reads it)."""

from prometheus_client import Counter

_SAVES = Counter("survey_saves", "Pages of answers that were saved; that were not, and why.", ["outcome"])
SAVED = _SAVES.labels("saved")
CHANGED_MEANWHILE = _SAVES.labels("changed meanwhile")
NOT_OPEN = _SAVES.labels("already submitted")
SUBMISSIONS = Counter("survey_submissions", "Responses that were submitted, or submitted again.")
