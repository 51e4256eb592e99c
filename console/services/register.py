"""What the Prefect server of ``perfeval up`` must know before its worker starts. Safe to say again.

A program of its own (``python -m console.services.register FOLDER``): ``perfeval up`` itself never imports Prefect.
"""

import sys
from contextlib import suppress
from pathlib import Path

import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import StateType
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Crashed

POOL = "perfeval"


def register(root: Path) -> None:
    """Makes the pool if it is missing, buries dead runs, brings the automations of ``root`` up to date."""
    described = yaml.safe_load((root / "automations.yaml").read_text("utf-8"))["automations"]
    with get_client(sync_client=True) as client:
        with suppress(ObjectAlreadyExists):
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        _bury(client)
        for wanted in map(AutomationCore.model_validate, described):
            _automate(client, wanted)


def _bury(client: SyncPrefectClient) -> None:
    """Marks the runs crashed whose worker is gone, so that they no longer hold their deployment's only slot."""
    states = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING])
    for run in client.read_flow_runs(
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL])),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=states)),
    ):
        client.set_flow_run_state(
            run.id, Crashed(message="上次没有正常停止；未办结的文件由下一次运行接着处理"), force=True
        )


def _automate(client: SyncPrefectClient, wanted: AutomationCore) -> None:
    """An automation is made anew only if it differs: it forgets what it was waiting for."""
    there = client.read_automations_by_name(wanted.name)
    if any(_meant(one) == _meant(wanted) for one in there):
        return
    for one in there:
        client.delete_automation(one.id)
    client.create_automation(wanted)


def _meant(automation: AutomationCore) -> object:
    """What an automation says, without the ids that the server gives it."""
    return automation.model_dump(mode="json", include=set(AutomationCore.model_fields), exclude={"trigger": {"id"}})


if __name__ == "__main__":
    register(Path(sys.argv[1]))
