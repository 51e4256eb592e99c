"""Letters of rectification that went out (整改通知) and what came of them (整改反馈).

A letter is about one version of one report. Letters about one matter (报送事项: the same unit, project and year,
however often it is filed) are numbered, and at most one of them is open. Its states:

- ``issued`` 待反馈: it went out, and the unit has not answered. It is overdue (逾期) once its day is over and the unit
  has not filed the report again either.
- ``answered`` 已反馈: the unit has answered, once or several times; each answer stays on record as it was.
- ``closed`` 已关闭: somebody ended it and said why: all is mended, the answer is accepted, it went out by mistake.
- ``superseded`` 已再次发出: another letter of its matter took its place.

and the ways between them, each of them an event in the log:

- nothing → ``issued``: a report in force that was returned (退回, confirmed by a second person). ``letter.issued``
- ``issued``, ``answered`` → ``answered``: what the unit says, per finding 接受 or 申辩. ``letter.answered``
- ``issued``, ``answered`` → ``closed``. ``letter.closed``
- ``answered`` → ``superseded``, by the next letter; so does ``issued`` once it is overdue, or the unit has filed the
  report again, or the report was returned once more. ``letter.superseded``

``closed`` and ``superseded`` are final. A report that is filed again is no step: that stands with the report, and the
letter says which one it is.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.letter import Outgoing, UnitAnswer
from perfeval_core.domain.review import Refused
from perfeval_core.ledger import letter_rows, letter_steps
from perfeval_core.ledger.letter_rows import IssuedLetter, Reply, Unsent
from perfeval_core.ledger.letter_schema import letter
from perfeval_core.ledger.store import Store


class Letters:
    """The letters of a ledger. Each call is one transaction; what may not be is ``Refused``, and nothing happens."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def issue(self, out: Outgoing, by: str) -> IssuedLetter | Refused:
        """Notes that a letter goes out, in place of the open one of its matter if there is one.

        Refused if its report was not returned or is not in force, or if the unit still has time to answer the last one.
        """
        return self._store.write(lambda connection: letter_steps.issue(connection, self._clock(), out, by))

    def reply(
        self, letter_id: str, by: str, on: date, text: str, answers: Sequence[UnitAnswer] = ()
    ) -> Reply | Refused:
        """Records what the unit answered on a day, in its words, and per finding; ``by`` is who records it.

        What it does not say of a finding stays open. A later answer stands beside the earlier ones.
        """
        return self._store.write(
            lambda connection: letter_steps.reply(connection, self._clock(), letter_id, by, on, text, answers)
        )

    def close(self, letter_id: str, by: str, reason: str) -> Refused | None:
        """Ends an open letter for good."""
        return self._store.write(
            lambda connection: letter_steps.close(connection, self._clock(), letter_id, by, reason)
        )

    def everything(self) -> list[IssuedLetter]:
        """All letters that ever went out, oldest first."""
        return self._store.read(lambda connection: letter_rows.letters(connection, self._today()))

    def find(self, letter_id: str) -> IssuedLetter | None:
        """The letter with this id."""
        these = letter.c.letter_id == letter_id
        return next(
            iter(self._store.read(lambda connection: letter_rows.letters(connection, self._today(), these))), None
        )

    def replies(self, letter_id: str) -> list[Reply]:
        """All that the unit answered to a letter, oldest first."""
        return self._store.read(lambda connection: letter_rows.replies(connection, letter_id))

    def unsent(self) -> list[Unsent]:
        """The reports that were returned and whose letter has not gone out since (待发出), oldest first."""
        return self._store.read(letter_rows.unsent)

    def _today(self) -> date:
        return self._clock().astimezone(CHINA).date()
