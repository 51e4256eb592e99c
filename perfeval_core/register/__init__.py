"""The register (台账) for people: every report in force, its findings, and what was decided about them."""
