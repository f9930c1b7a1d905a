"""Shanzhi (善治): one engine for the working methods (工作法) of grassroots governance."""

__version__ = "0.2.0"
