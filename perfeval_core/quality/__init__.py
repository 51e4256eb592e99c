"""The quality page (数据质量页): what came in a batch, what was read, what was found, as one file for a browser."""
