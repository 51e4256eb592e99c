"""Tells the Prefect server that something is due, where this program knows of one; the watcher looks anyway."""

import os


def wake() -> None:
    """Corrections were decided: the apply_review flow is to run."""
    if "PREFECT_API_URL" in os.environ:
        from flows.waking import REVIEW, send_event

        send_event(REVIEW.event)
