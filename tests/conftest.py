"""Before anything imports Prefect: no test calls home. No property has a deadline: the machine may be busy."""

import os

from hypothesis import settings

os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
