"""The letters of the register: those that went out, with what units answered, and those that wait to go out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfeval_core.domain.letter import Stance
from perfeval_core.ledger import IssuedLetter, Reply, Unsent
from perfeval_core.register.lines import Case
from perfeval_core.site import Site


@dataclass(frozen=True)
class Correspondence:
    """One letter with all replies to it; ``letter`` is ``None`` where it has not gone out (待发出)."""

    about: IssuedLetter | Unsent
    replies: tuple[Reply, ...] = ()

    @property
    def letter(self) -> IssuedLetter | None:
        """The letter, if it went out."""
        return self.about if isinstance(self.about, IssuedLetter) else None

    def count(self, stance: Stance) -> int | None:
        """Of how many findings the unit said so; its last word about each counts."""
        said = {answer.finding_id: answer.stance for reply in self.replies for answer in reply.answers}
        return sum(one == stance for one in said.values()) if self.replies else None


def correspondence(site: Site, chosen: Iterable[Case]) -> Iterator[Correspondence]:
    """The letters about the chosen reports, or about those that they were filed in place of."""
    letters, wanted = site.ledger.letters, {one.recorded.version.report_id for one in chosen}
    yield from (Correspondence(one) for one in letters.unsent() if one.report_id in wanted)
    for one in letters.everything():
        if one.in_force in wanted:
            yield Correspondence(one, tuple(letters.replies(one.letter_id)))
