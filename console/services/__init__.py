"""``perfeval up``: the services of one machine, started and stopped together."""
