"""Prefect tasks, one module a step; each works on a chunk of files, never on one row or one rule."""
