"""Facts answered Yes with nothing to show for it. Pure."""

from __future__ import annotations

import numpy as np

from fieldwork.quality.values import Chunk, Found, Frame, Looked
from surveys.coding import Code

SHOWN = 5  # items named in a finding


def find_yes_without_evidence(frame: Frame, chunk: Chunk) -> Looked:
    """One finding for each response with such a Yes. `extra` counts the Yes answers, and those with evidence."""
    is_yes = chunk.coded[:, frame.facts] == Code.YES
    found, shown_of_all = [], 0
    for row in np.flatnonzero(is_yes.any(axis=1)):
        codes = [frame.codes[frame.facts[place]] for place in np.flatnonzero(is_yes[row])]
        bare = [code for code in codes if code not in chunk.shown[row]]
        shown_of_all += len(codes) - len(bare)
        if bare:
            details = {"number": len(bare), "yes": len(codes), "items": ", ".join(bare[:SHOWN])}
            found.append(Found(chunk.ids[row], None, bare[0], details))
    return Looked(int(is_yes.any(axis=1).sum()), found, {"yes": int(is_yes.sum()), "shown": shown_of_all})
