"""Bytes to ``PageDoc``: what stands on the pages, before anything is given a meaning."""
