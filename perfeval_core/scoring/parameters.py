"""The numbers of a pack as a score sheet carries them along."""

from decimal import Decimal

from perfeval_core.domain.scores import BandShares, GradeFloor, Parameters
from perfeval_core.rulebook.model import Pack


def parameters(pack: Pack) -> Parameters:
    """Everything in ``pack`` that decides a number of the sheet."""
    return Parameters(
        decimals=pack.places,
        weight_total=pack.weights.total,
        execution_weight=pack.weights.execution,
        execution_method=pack.execution.method,
        methods=pack.methods,
        pass_share=pack.pass_share,
        strict_operators=pack.strict_operators,
        overshoot_from=pack.overshoot_from if isinstance(pack.overshoot_from, Decimal) else None,
        bands={word: BandShares(**dict(band)) for word, band in (pack.bands or {}).items()},
        grades=tuple(GradeFloor(**dict(grade)) for grade in pack.grades),
        red_gap=pack.warning_lights.red_gap,
        yellow_unspent=pack.warning_lights.yellow_unspent,
    )
