"""``recompute(report, ruleset)``: every score of a report, exactly, as intervals."""

from perfeval_core.scoring.recompute import recompute

__all__ = ["recompute"]
