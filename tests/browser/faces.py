"""The pages that are looked at by everyone's rules: who opens them, and where they are.

A new page is one more line here, and is then held to axe, to reflow, to targets for a thumb, in light and dark, on a
phone and on a desk. `{n}` is a matter of the town that its grid worker has in hand, `{place}` its community.
"""

from __future__ import annotations

FACES: list[tuple[str | None, str]] = [
    (None, "/"),
    (None, "/sign-in"),
    (None, "/design"),
    ("resident", "/"),
    ("resident", "/wall"),
    ("resident", "/open/appeal"),
    ("resident", "/mine"),
    ("resident", "/matters/{n}"),
    ("resident", "/notices"),
    ("resident", "/household"),
    ("resident", "/account"),
    ("resident", "/account/data"),
    ("resident", "/account/erase"),
    ("grid_worker", "/inbox"),
    ("grid_worker", "/offline/queue"),
    (None, "/offline/away"),
    ("grid_worker", "/matters/{n}"),
    ("grid_worker", "/matters/{n}/acts/ask_help"),
    ("community_staff", "/"),
    ("community_staff", "/board"),
    ("community_staff", "/search?q=灯"),
    ("community_staff", "/places/{place}"),
    ("community_staff", "/places/{place}/posts"),
    ("community_staff", "/library/appeal"),
    ("community_staff", "/account/password"),
    ("street_staff", "/overview"),
]
