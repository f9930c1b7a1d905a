"""抽签复算。Draws lots again, from the record that was published. Python alone: python3 draw_again.py record.json

The entries must be those whose digest was published before the seed; the places drawn follow from the key (RFC 3797, SHA-256).
Exit status: 0 all is as published, 1 something differs, 2 there is nothing to draw again.
"""

import hashlib
import json
import sys

say = print


def digest(entries: list[str]) -> str:
    """What was published of the entries before the seed was there."""
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def draw(key: str, pool: int, many: int) -> list[int]:
    """The places drawn, in order."""
    left = list(range(1, pool + 1))
    found: list[int] = []
    for index in range(min(many, pool)):
        edge = index.to_bytes(2, "big")
        value = hashlib.sha256(edge + key.encode() + edge).digest()
        found.append(left.pop(int.from_bytes(value, "big") % len(left)))
    return found


def main(path: str) -> int:
    """Draw again, and say what is the same."""
    with open(path, encoding="utf-8") as file:
        record = json.load(file)
    if not record.get("key"):
        say("还没有抽 / not drawn yet")
        return 2
    pool, places = len(record["entries"]), record["places"]
    again = draw(record["key"], pool, places + record["reserves"])
    key = "".join("".join(f"{n}." for n in sorted(source)) + "/" for source in record["seed"])
    checks = (
        ("名单摘要 digest", digest(record["entries"]) == record["digest"]),
        ("种子 key", key == record["key"]),
        ("抽出 drawn", again[:places] == record["drawn"]),
        ("候补 reserves", again[places:] == record["reserve"]),
    )
    for name, sound in checks:
        say(name, "一致 the same" if sound else "不一致 DIFFERENT")
    say("抽出 drawn:", *again[:places], "候补 reserves:", *again[places:])
    return 0 if all(sound for _, sound in checks) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
