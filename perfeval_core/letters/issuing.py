"""A letter goes out: what it asks, and by when, is noted in the ledger."""

from datetime import date
from hashlib import sha256

from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.letter import Asked, Outgoing
from perfeval_core.domain.review import Refused
from perfeval_core.ledger import IssuedLetter
from perfeval_core.letters.compose import asked
from perfeval_core.site import Site


def issue(site: Site, dossier: Dossier, document: bytes, on: date, by: str) -> IssuedLetter | Refused:
    """Notes that ``document``, the letter about a report as of the day ``on``, goes out. Raises ``RulebookError``."""
    days = site.settings.letter_days
    out = Outgoing(
        report_version=dossier.report_version,
        document=sha256(document).hexdigest(),
        on=on,
        due=site.table.calendar.due(on, days),
        days=days,
        asked=tuple(map(_asked, asked(site, dossier))),
    )
    return site.ledger.letters.issue(out, by.strip())


def _asked(finding: Finding) -> Asked:
    return Asked(
        finding_id=finding.id,
        demand="correct" if finding.certainty == "certain" else "explain",
        stated=finding.stated,
        expected=finding.expected,
    )
