"""The rules, one module each; no rule imports another."""
