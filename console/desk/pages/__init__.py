"""The desk's pages (网页), one module for each part of the work."""
