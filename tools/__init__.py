"""The checks behind `make check`, and the helpers that keep generated files up to date."""
