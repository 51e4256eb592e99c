"""What reviewers do (复核): claims, decisions and corrections, each a step of the item's state machine.

An item is open and free, or held by one person for a while; what he submits closes it, or leaves it open for a second
person where one must confirm it. What was submitted never changes: another opinion is another decision.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from perfeval_core.domain.review import FindingVerdict, Refused, Verdict
from perfeval_core.ledger import claims, corrections, decisions, drafts
from perfeval_core.ledger.claims import Claim
from perfeval_core.ledger.corrections import RecordedCorrection
from perfeval_core.ledger.decisions import Answer, Decision
from perfeval_core.ledger.records import FileVersion, Lease, Version
from perfeval_core.ledger.store import Store


class Reviews:
    """The reviews of a ledger. Each call is one transaction; what may not be is ``Refused``, and nothing happens."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def claim(self, item_id: str, by: str, ttl: timedelta) -> Claim | Refused:
        """The right to decide an open item, for ``ttl``; of two who ask, one gets it and the other hears who has it.

        Who holds it already holds it longer, by the same token. A claim that ran out is free. Refused as well where a
        second person must confirm what ``by`` has decided himself.
        """
        token = secrets.token_hex(16)
        return self._store.write(lambda connection: claims.claim(connection, self._clock(), item_id, by, token, ttl))

    def release(self, item_id: str, by: str) -> Refused | None:
        """Gives an item back that ``by`` holds."""
        return self._store.write(lambda connection: claims.release(connection, self._clock(), item_id, by))

    def correct(
        self, held: Claim, field: str, machine: str | None, corrected: str, reason: str, form: str | None = None
    ) -> RecordedCorrection | Refused:
        """Notes what a cell of the item's report shows, beside what the machine read. It holds once it is decided.

        ``field`` is called as in a dossier's corrections; the caller has seen to it that the cell is there. ``form``
        is the report's layout (版式), by which misreadings are counted.
        """
        said = {"field": field, "machine": machine, "corrected": corrected, "reason": reason, "form": form}
        return self._store.write(lambda connection: corrections.correct(connection, self._clock(), held, said))

    def decide(self, held: Claim, verdict: Verdict, second_percent: int = 0) -> Decision | Refused:
        """Submits what the holder decides, with the corrections that he made; the claim is over.

        It is final unless a second person must confirm it (``Verdict.needs_second``), and then once another person
        has decided the same. Of the first decisions that nobody need confirm, ``second_percent`` of a hundred are
        drawn: those wait for another person too, and what he decides stands. The draw is in the log with its seed.
        """
        return self._store.write(
            lambda connection: decisions.decide(connection, self._clock(), held, verdict, second_percent)
        )

    def claimable(self, item_id: str, by: str) -> Refused | None:
        """Why ``by`` could not claim an item now; ``None`` if he could, or holds it already."""

        def work(connection: Connection) -> Refused | None:
            found = claims.claimable(connection, self._clock(), item_id, by)
            return found if isinstance(found, Refused) else None

        return self._store.read(work)

    def objection(self, item_id: str, verdict: Verdict) -> Refused | None:
        """Why a verdict could not be submitted as it is, whoever holds the item; ``None`` if it could."""
        return self._store.read(lambda connection: decisions.objection(connection, item_id, verdict))

    def draft(self, item_id: str, by: str, said: Sequence[FindingVerdict]) -> Refused | None:
        """Notes what ``by`` would say of some findings of an item that he may claim, until he decides the whole."""
        return self._store.write(lambda connection: drafts.keep(connection, self._clock(), item_id, by, said))

    def drafts(self, item_id: str, by: str) -> list[FindingVerdict]:
        """What ``by`` noted of an item's findings and has not submitted."""
        return self._store.read(lambda connection: drafts.of(connection, item_id, by))

    def reopen(self, item_id: str, by: str, reason: str) -> Refused | None:
        """Opens an item that was decided: what was decided stays on record, and another decision may follow."""
        return self._store.write(lambda connection: decisions.reopen(connection, self._clock(), item_id, by, reason))

    def decisions(self, item_id: str) -> list[Decision]:
        """All that was ever submitted about an item, oldest first."""
        return self._store.read(lambda connection: decisions.of_item(connection, item_id))

    def answers(self, report_id: str) -> list[Answer]:
        """What stands decided about the findings of a report, in whatever version it was seen; one a finding."""
        return self._store.read(lambda connection: decisions.answers(connection, report_id))

    def settled(self, report_id: str) -> set[tuple[str, tuple[str, ...]]]:
        """Queue and reasons of every decided item of a report, in whatever version it was seen."""
        return self._store.read(lambda connection: decisions.settled(connection, report_id))

    def outcomes(self) -> dict[str, str]:
        """How each decided item was decided, by item."""
        return self._store.read(decisions.outcomes)

    def corrections(self, report_id: str | None = None, item_id: str | None = None) -> list[RecordedCorrection]:
        """The corrections made in a report, under an item, or all, in the order in which they were made."""
        return self._store.read(lambda connection: corrections.recorded(connection, report_id, item_id))

    def due(self) -> list[RecordedCorrection]:
        """What stands decided and is not in any version yet, oldest first."""
        return self._store.read(corrections.due)

    def applied(
        self, lease: Lease, versions_: Sequence[Version], file: FileVersion, corrections_: Sequence[str]
    ) -> Lease:
        """As ``Ledger.rescored``, with versions in which ``corrections_`` (their ids) stand, noted in the same move."""
        return self._store.write(
            lambda connection: corrections.apply(connection, self._clock(), lease, versions_, file, corrections_)
        )
