"""Whether texts are written as the glossary wants: alphabets, spaces, quotation marks, dashes, ends, places, terms."""

from surveys.writing.rules import Fault, FaultKind, find_faults, places_of
from surveys.writing.vocabulary import Vocabulary, read_vocabulary

__all__ = ["Fault", "FaultKind", "Vocabulary", "find_faults", "places_of", "read_vocabulary"]
