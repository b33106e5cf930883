"""What analysts write: plain text with paragraphs and simple lists, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from reports.report.values import Block, BlockKind

_BULLET = re.compile(r"[-–•*]\s+")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+")


def read_prose(text: str) -> tuple[Block, ...]:
    """A text as blocks. A line that begins with a dash is a point of a list, one with a number an entry of a counted
    one; lines that follow each other are one paragraph, an empty line ends it."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return tuple(block for part in blocks if part.strip() for block in _blocks(part.splitlines()))


def _blocks(lines: list[str]) -> Iterator[Block]:
    for kind, group in groupby((line.strip() for line in lines if line.strip()), _kind):
        match kind:
            case BlockKind.PARAGRAPH:
                yield Block(kind, (" ".join(group),))
            case BlockKind.POINTS:
                yield Block(kind, tuple(_BULLET.sub("", line, count=1) for line in group))
            case BlockKind.NUMBERED:
                yield Block(kind, tuple(_NUMBER.sub("", line, count=1) for line in group))


def _kind(line: str) -> BlockKind:
    if _BULLET.match(line):
        return BlockKind.POINTS
    return BlockKind.NUMBERED if _NUMBER.match(line) else BlockKind.PARAGRAPH
