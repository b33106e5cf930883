"""Recompute every score of a round from its counts: Python 3.11 or newer, its standard library, nothing else.

Run by `python -I recompute.py`, it reads the files beside it and prints OK or every difference (the status is 1 then).
Sections are those of the method. A value is a list: the estimate from all responses, then the estimates without the
first group of the jackknife, without the second, and so on; None where there is no value.
"""

import hashlib
import json
import struct
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from math import atan, cos, exp, lgamma, log2, pi, sin, sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

READ = ["instrument.toml", "method.toml", "run.json", "scores.json", "tallies.json", "validated.json"]
FILES = ["README.en.md", "README.kk.md", "README.ru.md", "recompute.py", *READ]
ANSWERS = ["not_asked", "missing", "yes", "no", "structural", "dk", "0", "1", "2", "3", "4", "5"]
SOURCES = ["facts", "perceptions"]
TOLERANCE = 1e-9


def means(rows: list[Any]) -> list[Any]:
    """The mean of several values, replicate by replicate, over those that exist."""
    columns = ([value for value in column if value is not None] for column in zip(*rows, strict=True))
    return [sum(column) / len(column) if column else None for column in columns]


@cache
def t_quantile(p: float, df: int) -> float:
    """Of Student's t: where P(T <= x) = p > 1/2. Newton's method rises from the normal quantile to the root."""
    x, target = NormalDist().inv_cdf(p), 2 * p - 1
    scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    for _ in range(200):
        step = (target - t_between(x, df)) / (2 * scale * (1 + x * x / df) ** (-(df + 1) / 2))
        x += step
        if abs(step) < 1e-13 * x:
            break
    return x


def t_between(x: float, df: int) -> float:
    """P(-x < T < x): the finite sums 26.7.3 and 26.7.4 of Abramowitz and Stegun, for whole degrees of freedom."""
    angle = atan(x / sqrt(df))
    term, first, total = (cos(angle), 2, 0.0) if df % 2 else (1.0, 1, 0.0)
    for k in range(first, df, 2):
        total += term
        term *= k / (k + 1) * cos(angle) ** 2
    return 2 / pi * (angle + sin(angle) * total) if df % 2 else sin(angle) * total


def part(values: list[Any], items: int, mapped: int) -> dict[str, Any]:
    """A score of several items: its values, its items with a score, the items mapped to it, their share."""
    return {"values": values, "items": items, "mapped": mapped, "coverage": items / mapped if mapped else 0}


def average(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The mean of one part over institutions; its coverage is the mean of theirs."""
    found = part(means([one["values"] for one in parts]), sum(one["items"] for one in parts), 0)
    uses: set[str] = set().union(*(one.get("uses", ()) for one in parts))
    return found | {"coverage": sum(one["coverage"] for one in parts) / len(parts), "uses": uses}


class Round:
    """The instrument, the method and the counts of a round, and the rules of the method applied to them."""

    def __init__(self, folder: Path) -> None:
        texts = [(folder / name).read_text("utf-8") for name in READ]
        self.instrument, self.method = map(tomllib.loads, texts[:2])
        self.run, self.document, self.tallies, facts = map(json.loads, texts[2:])
        self.validated = {(fact["unit"], fact["item"]): fact["value"] for fact in facts}
        self.groups: int = self.method["groups"]
        self.p = (1 + self.method["confidence"]) / 2
        self.levels, known, self.technologies = (
            [one["code"] for one in self.instrument.get(name, [])] for name in ("levels", "areas", "technologies")
        )
        self.areas = [area for area in self.method["areas"] if area in known]
        self.items: dict[str, list[Any]] = {"national": [], "institution": []}  # whose answers can carry a score
        self.profiles: dict[str, dict[str, None]] = {"facts": {}, "perceptions": {}, "narrative": {}}
        for section in self.instrument["sections"]:
            for table in (table for chapter in section.get("chapters", []) for table in chapter.get("tables", [])):
                for item in table.get("items", []):
                    item |= {"source": section.get("source", "narrative"), "table": table["code"]}
                    if item["type"] in ("yndk", "scale05"):
                        self.items[item.get("tier", "national")].append(item)
                    if item.get("scored") == "profile":
                        self.profiles[item["source"]][table["code"]] = None

    def points(self, item: dict[str, Any]) -> dict[str, int]:
        """What answers count as (sections 2 and 3), if they do. "structural": a No because the parent is No."""
        if item["type"] == "scale05":
            return {str(point): point for point in range(6)}
        structural = {"structural": 0} if self.method["structural"] == "zero" else {}
        return {"yes": 1, "no": 0} | structural | ({"dk": 0} if self.method["do_not_know"] == "no" else {})

    def score(self, item: dict[str, Any], times: dict[str, int]) -> float | None:
        """The mean of what the answers count as, from 0 to 1; turned where Yes is unfavourable (section 3)."""
        points = self.points(item)
        weights = sum(times[answer] for answer in points) * max(points.values())
        share = sum(points[answer] * times[answer] for answer in points) / weights if weights else None
        return 1 - share if share is not None and item.get("reverse") else share

    def told(self, item: dict[str, Any], times: dict[str, int]) -> dict[str, Any]:
        """What the document says of an item beside its score and the interval of the score (section 3)."""
        points = self.points(item)
        n, width = sum(times[answer] for answer in points), max(points.values())
        total, squares = (sum(points[a] ** power * times[a] for a in points) for power in (1, 2))
        average = total / n if n else 0.0
        logs = [times[a] * log2(1 - abs(points[a] - average) / width) for a in points if times[a]]
        told: dict[str, Any] = {"n": n, "missing": times["missing"]}
        told |= {"agreement": 1 + sum(logs) / n if n else None}  # Tastle and Wierman 2007
        if item["type"] == "scale05":
            sd = sqrt((n * squares - total**2) / (n * (n - 1))) if n > 1 else None
            return told | {"mean": average if n else None, "sd": sd, "distribution": [times[a] for a in points]}
        told |= {name: times[name] for name in ("yes", "structural", "dk")} | {"no": times["no"] + times["structural"]}
        given = told["yes"] + told["no"] + told["dk"]
        return told | {"dk_share": told["dk"] / given if given else None}

    def item_interval(self, item: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
        """Wilson's for a share, Student's for a mean point (section 6); that of a mean also from 0 to 5."""
        n, is_scale = told["n"], item["type"] == "scale05"
        if n < (2 if is_scale else 1):
            return dict.fromkeys(("low", "high", "mean_low", "mean_high") if is_scale else ("low", "high"))
        if is_scale:
            half = t_quantile(self.p, n - 1) * told["sd"] / sqrt(n)
            low, high = max(told["mean"] - half, 0), min(told["mean"] + half, 5)
            bounds, found = (low / 5, high / 5), {"mean_low": low, "mean_high": high}
        else:
            share, spread, found = told["yes"] / n, NormalDist().inv_cdf(self.p) ** 2 / n, {}
            centre = (share + spread / 2) / (1 + spread)
            half = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
            bounds = max(0, min(centre - half, share)), min(1, max(centre + half, share))
        if item.get("reverse"):
            bounds = 1 - bounds[1], 1 - bounds[0]
        return found | {"low": bounds[0], "high": bounds[1]}

    def jackknife(self, values: list[Any], respondents: list[int], minimum: float = 0) -> dict[str, float | None]:
        """Delete one group at a time, of those that have a response of the unit (section 6)."""
        replicates = [value for value, number in zip(values[1:], respondents, strict=True) if number > 0]
        k, estimate = len(replicates), values[0]
        if k < 2 or estimate is None or None in replicates:
            return {"low": None, "high": None}
        changes = [value - estimate for value in replicates]
        error = sqrt((k - 1) / k * sum((change - sum(changes) / k) ** 2 for change in changes))
        half = t_quantile(self.p, k - 1) * error
        return {"low": max(estimate - half, minimum), "high": min(estimate + half, 1)}

    def parts_of(self, item: dict[str, Any]) -> list[tuple[str, str]]:
        """The parts that an item enters, by family and code (section 4)."""
        if item.get("scored", "no") != "level":
            return [("profiles", item["table"])] if item.get("scored") == "profile" else []
        levels, area = dict.fromkeys(item.get("levels", [])), item["area"]
        parts = [("overall", ""), ("areas", area), *(("levels", level) for level in levels)]
        parts += [("cells", f"{level}.{area}") for level in levels]
        return parts + [("technologies", code) for code in dict.fromkeys(item.get("technologies", []))]

    def source_parts(self, tier: str, source: str, scores: dict[str, list[Any]]) -> dict[Any, dict[str, Any]]:
        """Every part of a source: its values, its items with a score, the items mapped to it, their share."""
        codes = {"overall": [""], "levels": self.levels, "areas": self.areas, "technologies": self.technologies}
        codes["cells"] = [f"{level}.{area}" for level in self.levels for area in self.areas]
        codes["profiles"] = list(self.profiles[source])
        mapped: dict[Any, list[str]] = {(family, code): [] for family in codes for code in codes[family]}
        for item in self.items[tier]:
            for name in mapped.keys() & self.parts_of(item) if item["source"] == source else ():
                mapped[name].append(item["code"])
        nobody = [None] * (self.groups + 1)
        value = {name: means([scores[code] for code in mapped[name]] or [nobody]) for name in mapped}
        for level in self.levels:
            value["levels", level] = means([value["cells", f"{level}.{area}"] for area in self.areas])
        for area in self.areas:
            value["areas", area] = means([value["cells", f"{level}.{area}"] for level in self.levels])
        value["overall", ""] = means([value["levels", level] for level in self.levels])
        return {n: part(value[n], sum(scores[c][0] is not None for c in mapped[n]), len(mapped[n])) for n in mapped}

    def pairs(self, facts: dict[Any, Any], perceptions: dict[Any, Any]) -> list[dict[Any, Any]]:
        """Combined scores, then gaps: of the levels and of the overall score."""
        (a, b), combined, gap = (self.method["combined_weights"][source] for source in SOURCES), {}, {}
        for name in [*(("levels", level) for level in self.levels), ("overall", "")]:
            both = list(zip(facts[name]["values"], perceptions[name]["values"], strict=True))
            sizes = [facts[name][size] + perceptions[name][size] for size in ("items", "mapped")]
            gap[name] = part([None if None in (f, p) else p - f for f, p in both], *sizes)
            values = [(f if p is None else p) if None in (f, p) else (a * f + b * p) / (a + b) for f, p in both]
            uses = {source for source, value in zip(SOURCES, both[0], strict=True) if value is not None}
            combined[name] = part(values, *sizes) | {"uses": uses}
        combined["overall", ""]["values"] = means([combined["levels", level]["values"] for level in self.levels])
        return [combined, gap]

    def measure(self, unit: dict[str, Any]) -> dict[str, Any]:
        """A country or an institution (section 1); a settled fact takes the place of all answers to its item."""
        found: dict[str, Any] = {"respondents": unit["respondents"], "scores": {}, "times": {}, "items": {}}
        for item in self.items[unit["tier"]]:
            code, groups = item["code"], range(self.groups)
            counts = {answer: unit["answers"].get(code, {}).get(answer, [0] * self.groups) for answer in ANSWERS}
            everyone = {answer: sum(counts[answer]) for answer in ANSWERS}
            times = [everyone, *({a: everyone[a] - counts[a][group] for a in ANSWERS} for group in groups)]
            if settled := self.validated.get((unit["code"], code)):
                times = [{answer: int(answer == settled) for answer in ANSWERS}] * (self.groups + 1)
            found["scores"][code] = [self.score(item, one) for one in times]
            found["times"][code], told = times[0], self.told(item, times[0])
            found["items"][code] = told | self.item_interval(item, told) | {"validated": settled is not None}
        parts = [self.source_parts(unit["tier"], source, found["scores"]) for source in SOURCES]
        return found | {"parts": [*parts, *self.pairs(*parts)]}

    def average(self, members: list[dict[str, Any]]) -> dict[str, Any]:
        """The unweighted mean of institutions, part by part, over those that have the part; counts are sums."""
        respondents = [sum(column) for column in zip(*(unit["respondents"] for unit in members), strict=True)]
        found: dict[str, Any] = {"respondents": respondents, "scores": {}, "items": {}}
        for item in self.items["institution"]:
            code = item["code"]
            given = [unit for unit in members if any(unit["times"][code][answer] for answer in ANSWERS[2:])]
            is_validated = bool(given) and all(unit["items"][code]["validated"] for unit in given)
            told = self.told(item, {answer: sum(unit["times"][code][answer] for unit in members) for answer in ANSWERS})
            found["scores"][code] = means([unit["scores"][code] for unit in members])
            interval = self.jackknife(found["scores"][code], respondents) | {"validated": is_validated}
            found["items"][code] = told | dict.fromkeys(("mean_low", "mean_high") if "mean" in told else ()) | interval
        measures = zip(*(unit["parts"] for unit in members), strict=True)
        return found | {"parts": [{name: average([one[name] for one in its]) for name in its[0]} for its in measures]}

    def describe(self, tier: str, code: str, unit: dict[str, Any]) -> dict[str, Any]:
        """A unit as the score document shows it (section 8), without its name."""
        items = {name: {"score": unit["scores"][name][0]} | told for name, told in unit["items"].items()}
        found: dict[str, Any] = {"tier": tier, "code": code, "respondents": sum(unit["respondents"]), "items": items}
        for measure, its in zip([*SOURCES, "combined", "gap"], unit["parts"], strict=True):
            families = ("levels", "areas", "cells", "technologies") if measure in SOURCES else ("levels",)
            found[measure] = {family: {} for family in families}
            for (family, name), one in its.items():
                shown = {"score": one["values"][0], "coverage": one["coverage"], "items": one["items"]}
                shown |= self.jackknife(one["values"], unit["respondents"], -1 if measure == "gap" else 0)
                if measure == "combined":
                    shown["from"] = "both" if len(one["uses"]) == 2 else next(iter(one["uses"]), None)
                (found[measure].setdefault(family, {}) if name else found[measure])[name or family] = shown
        return found

    def units(self) -> Iterator[dict[str, Any]]:
        """Every unit of the document: the country, regions, institutions, all institutions."""
        nation, *below = [(unit, self.measure(unit)) for unit in self.tallies]
        yield self.describe("national", nation[0]["code"], nation[1])
        for region in sorted({unit["region"] for unit, _ in below} - {""}):
            members = [its for unit, its in below if unit["region"] == region]
            yield self.describe("subnational", region, self.average(members))
        yield from (self.describe("institution", unit["code"], its) for unit, its in below)
        if below:
            yield self.describe("all-institutions", "all", self.average([its for _, its in below]))

    def input_checksum(self) -> str:
        """SHA-256 of counts, regions and settled facts, as the application makes it."""
        digest = hashlib.sha256()
        for unit in self.tallies:
            digest.update(f"{unit['code'] if unit['tier'] == 'institution' else ''}\0{unit['region']}\0".encode())
            for counts in (unit["answers"].get(item["code"], {}) for item in self.items[unit["tier"]]):
                for answer in ANSWERS:
                    digest.update(struct.pack(f"<{self.groups}i", *counts.get(answer, [0] * self.groups)))
            digest.update(struct.pack(f"<{self.groups}i", *unit["respondents"]))
        digest.update(json.dumps(sorted([*key, value] for key, value in self.validated.items())).encode())
        return digest.hexdigest()


def differences(told: Any, ours: Any, place: str) -> Iterator[str]:
    """Where two JSON values differ; numbers by more than the tolerance."""
    if isinstance(told, list) and isinstance(ours, list):
        told, ours = dict(enumerate(told)), dict(enumerate(ours))
    is_near = {type(told), type(ours)} <= {int, float} and abs(told - ours) <= TOLERANCE
    if isinstance(told, dict) and isinstance(ours, dict):
        for key in told | ours:
            yield from differences(told.get(key, "nothing"), ours.get(key, "nothing"), f"{place}/{key}")
    elif not is_near and (type(told) is not type(ours) or told != ours):
        yield f"{place}: the document says {told!r}, the counts give {ours!r}."


def find_faults(folder: Path) -> Iterator[str]:
    """Changed files; where there are none, all that does not follow from the counts."""
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    packed = (folder / "SHA256SUMS").read_bytes()
    if packed != "".join(f"{sums[name]}  {name}\n" for name in FILES).encode():
        changed = [name for name in FILES if sums[name].encode() not in packed.split()]
        yield f"Not as packed: {', '.join(changed) or 'SHA256SUMS'}. Nothing was recomputed."
        return
    ours = Round(folder)
    document, run, units = ours.document, ours.run, list(ours.units())
    checksums = {"instrument_checksum": sums["instrument.toml"], "input_checksum": ours.input_checksum()}
    yield from differences(run, run | checksums, "run.json")
    head = {"round": run["round"], "computed_at": run["computed_at"], "scheme": ours.method["code"]}
    head |= {"instrument": ours.instrument["code"], "version": ours.instrument["version"]}
    responses = document["responses"] | {"counted": sum(ours.tallies[0]["respondents"])}
    yield from differences(document, head | {"responses": responses, "units": document["units"]}, "scores.json")
    yield from differences([one["code"] for one in document["units"]], [one["code"] for one in units], "units")
    for told, unit in zip(document["units"], units, strict=False):
        yield from differences(told, unit | {"name": told["name"]}, f"{told['tier']} {told['code']}")


if __name__ == "__main__":
    faults = list(find_faults(Path(__file__).resolve().parent))
    print("\n".join(faults) or "OK")  # noqa: T201
    sys.exit(1 if faults else 0)
