"""What is the address of a page? One place, so that no template puts an address together."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

HOME = "/"
CLAIMS = "/claims/"
STATIC = "/static/"
READ = "/read"
DOCUMENTS = "/documents"
RUBRICS = "/rubrics"
SOURCES = "/sources"
AUDIT = "/audit"
HELP = "/help"
CHOSEN = "claim"  # the heading of the chosen claim: where a narrow screen goes when a claim is chosen


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses under one rubric; the default one is not named in them."""

    rubric: str | None

    def home(self) -> str:
        return HOME + self._query()

    def claim(self, claim_id: str) -> str:
        return f"{CLAIMS}{quote(claim_id, safe='')}{self._query()}#{CHOSEN}"

    def _query(self) -> str:
        return "" if self.rubric is None else f"?rubric={quote(self.rubric, safe='@:')}"


@dataclass(frozen=True, slots=True)
class OnePage(Links):
    """Addresses inside one page that holds every claim: nothing is stored, so nothing else could be asked for."""

    def home(self) -> str:
        return READ

    def claim(self, claim_id: str) -> str:
        return f"#{CHOSEN}{mark(claim_id)}"


@dataclass(frozen=True, slots=True)
class DocumentLinks(Links):
    """Addresses of a stored document, whose claims are known by their places from 0."""

    document: str

    def home(self) -> str:
        return f"{DOCUMENTS}/{self.document}"

    def claim(self, claim_id: str) -> str:
        return f"{self.action(int(claim_id))}#{CHOSEN}"

    def action(self, place: int, name: str | None = None) -> str:
        """Where a form of a claim is sent to."""
        return f"{self.home()}/claims/{place}{'' if name is None else f'/{name}'}"


def document_links(document_id: str) -> DocumentLinks:
    """Stored answers are of one rubric, which is not named in the address."""
    return DocumentLinks(None, document_id)


def mark(claim_id: str) -> str:
    """What ends the ids of a claim that stands beside others on one page."""
    return f"-{claim_id}"
