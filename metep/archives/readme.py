"""What stands in README.txt of an archive, for somebody who has nothing else."""

from __future__ import annotations

_FORM = """
How to read it without the application
- The file is an ordinary ZIP. Its last 64 characters are the SHA-256 of everything before them:
  `head -c -64 FILE | sha256sum` must say what `tail -c 64 FILE` says. Unpacked, `sha256sum --check SHA256SUMS`
  checks every part.
- tables/*.tsv: one file for each table, one line for each row, UTF-8, cells between tabs, as PostgreSQL's COPY writes
  text: the first line names the columns; \\N is no value (null); \\t, \\n, \\r and \\\\ are a tab, a line break, a
  carriage return and a backslash (\\b, \\f and \\v are rarer signs); {a,b} is a list; \\\\x and digits are bytes in
  hexadecimal; moments are in UTC; answers are JSON. Rows point to each other by the columns that end in _id.
- surveys_item names the questions by `code`; surveys_response holds in `answers` for each code what was answered, in
  `profile` who answered, and in `sections` what was asked; surveys_answerchange holds every save, newest last;
  scoring_scorerun holds computed scores as JSON. Columns that end in _kk, _ru, _en are one text in three languages.
- files/evidence/: files that respondents showed; surveys_evidence names them in `file`.
- manifest.json: what made this archive, and when; parts, rows and checksums.
"""

SITE = f"""A backup of a whole site: answers, people, accounts and files, as they were at one moment.

Keep it as you keep the database itself. It holds names, e-mail addresses and everything that was answered. Of what
lets people in it holds: passwords as slow hashes; secrets of authenticator apps encrypted with a key made from
SECRET_KEY, which is not in here (with another SECRET_KEY second factors must be set up anew); recovery codes likewise;
personal links and seats of workshops as hashes; codes to join workshops; what outside sign-in keeps. Sessions are not
in it.

To restore: `manage.py restore FILE` into an empty, migrated database of the same version of the application.
{_FORM}"""

ROUND = f"""One round: its instrument, institutions, answers with their history, evidence, fieldwork and scores.

Keep it as you keep the database itself: it holds everything that was answered. It holds no passwords, no personal
links and no codes of workshops. Without people (see `people` in manifest.json) it holds neither names and addresses of
participants nor of staff, and of profiles nothing that is marked as telling who the respondent is. What people wrote
in free text and put into files of evidence is in it as it is.

To bring it into a site: `manage.py import_round FILE`. instrument.toml is the questionnaire, method.toml the rules
by which scores are computed.
{_FORM}"""
