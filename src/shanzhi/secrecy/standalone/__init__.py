"""Recounting a secret ballot with Python alone: a second writing of the protocol, which shares no code with the first.

It is handed out as one file (`archive` makes it) and runs on any computer with Python 3.11 or later and nothing else. Points and scalars are
plain integers here: slow, readable, and not constant in time, so a card is typed only on the holder's own computer.
"""
