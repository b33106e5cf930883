"""What people send: the form that starts a response, and the answers of a page."""

from surveys.forms.delegation import DelegationForm
from surveys.forms.merging import Choice, Merge, fingerprint, fingerprints, merge, seen_after
from surveys.forms.posted import Posted, Raw, read_posted
from surveys.forms.start import CheckForm, LinkStartForm, StartForm

__all__ = [
    "CheckForm",
    "Choice",
    "DelegationForm",
    "LinkStartForm",
    "Merge",
    "Posted",
    "Raw",
    "StartForm",
    "fingerprint",
    "fingerprints",
    "merge",
    "read_posted",
    "seen_after",
]
