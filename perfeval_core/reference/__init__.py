"""Reference data (财政口径数据): the bureau's project lists, read, kept, and held against what the units filed."""
