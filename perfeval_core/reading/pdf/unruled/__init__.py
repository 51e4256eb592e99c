"""Tables without upright rules, or without any: columns from the header's words, rows from gaps and level rules."""
