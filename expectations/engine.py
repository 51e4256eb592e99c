"""Great Expectations at arm's length: a frame and a suite in, broken rows or errors out."""

import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from expectations.suite import Expectation, Suite

Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of one expectation: ``error`` if it could not run, else the rows that break it."""

    expectation: Expectation
    rows: tuple[Row, ...] = ()
    error: str | None = None


class Engine:
    """One ephemeral context. The import takes seconds, so one engine serves a whole batch."""

    def __init__(self) -> None:
        os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read at import: nothing may call home
        import great_expectations
        from great_expectations.data_context.types import base

        base.logger.setLevel(logging.WARNING)  # it tells of each temporary folder
        self._gx = great_expectations
        self._context = great_expectations.get_context(mode="ephemeral")
        self._context.variables.progress_bars = base.ProgressBarsConfig(globally=False)
        rows = self._context.data_sources.add_pandas("warehouse").add_dataframe_asset("rows")
        self._frame = rows.add_batch_definition_whole_dataframe("all")  # one for all suites: each costs 30 ms

    def run(self, suite: Suite, columns: Mapping[str, list[object]]) -> Iterator[Outcome]:
        """The outcome of every expectation of ``suite`` on ``columns``, in the suite's order."""
        results = self._validate(suite, columns).results
        by_id = {result.expectation_config.meta["id"]: result for result in results}  # GX gives them in its own order
        for expectation in suite.expectations:
            yield _outcome(expectation, by_id[expectation.id])

    def _validate(self, suite: Suite, columns: Mapping[str, list[object]]) -> Any:
        import pandas

        # Any other dtype would make floats of decimals, and of integers beside a NULL.
        frame = pandas.DataFrame(dict(columns), dtype=object)
        batch = self._frame.get_batch(batch_parameters={"dataframe": frame})
        form = {"result_format": "COMPLETE", "unexpected_index_column_names": list(suite.index)}
        expectations = [self._expectation(one) for one in suite.expectations]
        return batch.validate(self._gx.ExpectationSuite(suite.name, expectations=expectations), result_format=form)

    def _expectation(self, one: Expectation) -> Any:
        kind = getattr(self._gx.expectations, one.type)
        return kind(**one.arguments, severity=one.severity, meta={"id": one.id})


def _outcome(expectation: Expectation, result: Any) -> Outcome:
    if error := _error(result.exception_info):
        return Outcome(expectation, error=error)
    if result.success:
        return Outcome(expectation)
    rows = result.result.get("unexpected_index_list")
    if not rows:
        return Outcome(expectation, error="failed without naming a row")
    return Outcome(expectation, rows=tuple(rows))


def _error(info: Mapping[str, Any]) -> str | None:
    """The exceptions in ``info``, which is one record, or a record for each metric."""
    records = [info] if "raised_exception" in info else list(info.values())
    messages = [str(record["exception_message"]) for record in records if record["raised_exception"]]
    return "; ".join(dict.fromkeys(messages)) or None
