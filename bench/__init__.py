"""Measurements against what others do on the same machine: `make bench`. Each prints a table of ratios."""
