"""Compare what bandit and semgrep found with what is accepted: read_findings.py FILE.json ...

Exit 1 where a finding has no reason in accepted.toml.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

ACCEPTED = Path(__file__).with_name("accepted.toml")
Finding = tuple[str, str, int]


def findings_in(report: Path) -> list[Finding]:
    """(rule, path, line) of a report of either tool."""
    found = json.loads(report.read_text("utf-8"))["results"]
    if found and "test_id" in found[0]:
        return [(one["test_id"], one["filename"].removeprefix("./"), one["line_number"]) for one in found]
    return [(one["check_id"].rpartition(".")[2], one["path"], one["start"]["line"]) for one in found]


def accepted() -> set[tuple[str, str]]:
    """(rule, path) of everything that has its reason."""
    entries = tomllib.loads(ACCEPTED.read_text("utf-8"))["finding"]
    return {(rule, path) for entry in entries for rule in entry["rules"] for path in entry["paths"] if entry["reason"]}


def is_accepted(finding: Finding, reasons: set[tuple[str, str]]) -> bool:
    """Whether the finding, or its folder, has a reason."""
    rule, path, _line = finding
    places = [path, *(str(parent) for parent in Path(path).parents)]
    return any((rule, place) in reasons for place in places)


def main(reports: list[str]) -> int:
    """Say what is new."""
    reasons = accepted()
    found = [finding for report in reports for finding in findings_in(Path(report))]
    new = [finding for finding in found if not is_accepted(finding, reasons)]
    for rule, path, line in new:
        sys.stderr.write(f"{path}:{line}: {rule}\n")
    sys.stdout.write(f"{len(found)} places, {len(found) - len(new)} with a reason in {ACCEPTED.name}, {len(new)} new\n")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
