"""Whether a wrong score is the right one, printed with other decimals."""

from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.numbers import decimals, round_half_up
from perfeval_core.rulebook.model import Pack
from perfeval_core.rules.shared import only_rounded


def is_rounding(text: str, points: Decimal, exact: str | None, pack: Pack) -> bool:
    """6.7 for 6.67; where the pack does not say how to round, 6.66 and 6.6 for 20/3 as well."""
    if only_rounded(text, points, exact):
        return True
    return pack.decimals is None and exact is not None and any(_cut(end, text) == points for end in exact.split(".."))


def _cut(exact: str, text: str) -> Decimal:
    places = decimals(text)
    return round_half_up(Fraction(Fraction(exact) * 10**places // 1, 10**places), places)
