"""What a person touches: the ``perfeval`` command."""
