"""A program of its own for ``test_house_schedule``: deploys a flow with a cron schedule, then tells its planned runs.

It speaks to the server through Prefect's own client, because that is what breaks when the pins are wrong.
"""

import json
import sys
import time

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.client.schemas.schedules import CronSchedule


@flow
def nightly() -> None:
    """Never runs here; only its planned runs matter."""


def main(seconds: float) -> None:
    """Prints the planned times of the deployment's runs as JSON, an empty list if none came within ``seconds``."""
    schedule = CronSchedule(cron="0 1 * * *", timezone="Asia/Shanghai")
    deployment = nightly.to_deployment("nightly", schedules=[schedule]).apply()
    ours = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
    deadline = time.monotonic() + seconds
    with get_client(sync_client=True) as client:
        while not (runs := client.read_flow_runs(deployment_filter=ours)) and time.monotonic() < deadline:
            time.sleep(1)
    print(json.dumps([[run.state_type.value, run.expected_start_time.isoformat()] for run in runs]))


if __name__ == "__main__":
    main(float(sys.argv[1]))
