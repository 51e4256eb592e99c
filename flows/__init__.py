"""Prefect flows: which steps run on what, nothing else."""
