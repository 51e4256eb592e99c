"""``PageDoc`` to reports: blocks, stitching, layouts, drafting, parsing."""
