"""Backups of an installation, and putting them back."""
