"""What the suites find goes the same way as what the rules find: ledger, warehouse, queue."""

from pathlib import Path

from perfeval_core.casework import findings_of
from perfeval_core.doctor import problems
from perfeval_core.site import Site
from tests.helpers.running import run
from tests.makers import make
from tests.makers.example import FORM


def test_an_odd_figure_reaches_the_queue_with_its_place(here: Site, tmp_path: Path) -> None:
    unreadable = FORM.indicators[0].model_copy(update={"points": "9O"})
    odd = FORM.model_copy(update={"indicators": (unreadable, *FORM.indicators[1:])})
    (tmp_path / "odd.pdf").write_bytes(make(odd).pdf)
    run(here, tmp_path / "odd.pdf")
    (item,) = here.ledger.items("quality")
    (finding,) = findings_of(here, item.item)
    assert (finding.rule, finding.kind, finding.stated) == ("GX-IND-05", "data_quality", "9O")
    assert finding.at[0].page == 1
    assert finding.at[0].bbox != (0, 0, 0, 0)
    with here.warehouse() as warehouse:
        assert warehouse.fetch("SELECT rule FROM finding WHERE kind = 'data_quality'") == [{"rule": "GX-IND-05"}]
    assert list(problems(here)) == []
