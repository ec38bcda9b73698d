"""From attributions to claims: through whom each came, what kind of source that is, and what the wording shows."""

from sayso.extract.chains.document import Findings, Rest, read_claims
from sayso.extract.chains.link import Publication

__all__ = ["Findings", "Publication", "Rest", "read_claims"]
