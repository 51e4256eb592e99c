"""Frozen types that every other room speaks. Nothing here reads a file, a clock or a setting."""
