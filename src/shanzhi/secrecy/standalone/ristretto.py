"""ristretto255 (RFC 9496) in plain integers: a point is a tuple (X, Y, Z, T) on Edwards25519, read and written as 32 bytes."""

from __future__ import annotations

from typing import Optional

Point = tuple[int, int, int, int]
Cached = tuple[int, int, int, int]
Table = list[list[Cached]]

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
D2 = 2 * D % P
ROOT = pow(2, (P - 1) // 4, P)  # the square root of −1
if ROOT & 1:
    ROOT = P - ROOT
ZERO: Point = (0, 1, 1, 0)


def _root_of_ratio(u: int, v: int) -> tuple[bool, int]:
    """Whether u/v is a square, and the root of it or of √−1 · u/v that is not negative (RFC 9496, 4.2)."""
    v3 = v * v * v % P
    r = u * v3 * pow(u * v3 * v3 * v % P, (P - 5) // 8, P) % P
    check = v * r * r % P
    if check in (-u % P, -u * ROOT % P):
        r = r * ROOT % P
    return check in (u % P, -u % P), (P - r if r & 1 else r)


INVERSE_ROOT = _root_of_ratio(1, (-1 - D) % P)[1]  # 1/√(a − d)


def decode(data: bytes) -> Optional[Point]:
    """The point of 32 bytes, or None if they are no point's (RFC 9496, 4.3.1)."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= P or s & 1:
        return None
    square = s * s % P
    u1, u2 = 1 - square, 1 + square
    v = (-D * u1 * u1 - u2 * u2) % P
    good, inverse = _root_of_ratio(1, v * u2 * u2 % P)
    x = 2 * s * inverse * u2 % P
    if x & 1:
        x = P - x
    y = u1 * inverse * inverse * u2 * v % P
    t = x * y % P
    return None if not good or t & 1 or y == 0 else (x, y, 1, t)


def encode(point: Point) -> bytes:
    """The 32 bytes of a point (RFC 9496, 4.3.2)."""
    x, y, z, t = point
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    inverse = _root_of_ratio(1, u1 * u2 * u2 % P)[1]
    d1, d2 = u1 * inverse % P, u2 * inverse % P
    z_inverse = d1 * d2 * t % P
    if t * z_inverse % P & 1:
        x, y, d = y * ROOT % P, x * ROOT % P, d1 * INVERSE_ROOT % P
    else:
        d = d2
    if x * z_inverse % P & 1:
        y = -y
    s = d * (z - y) % P
    return (P - s if s & 1 else s).to_bytes(32, "little")


def cached(point: Point) -> Cached:
    """A point made ready to be added often."""
    x, y, z, t = point
    return (y - x, y + x, D2 * t % P, 2 * z)


def _plus(one: Point, other: Cached) -> Point:
    x, y, z, t = one
    minus, plus, t2, z2 = other
    a, b, c, d = (y - x) * minus % P, (y + x) * plus % P, t * t2 % P, z * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _double(point: Point) -> Point:
    x, y, z, _ = point
    a, b = x * x % P, y * y % P
    h = a + b
    e, g = h - (x + y) * (x + y) % P, a - b
    f = 2 * z * z % P + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def add(one: Point, other: Point) -> Point:
    """The sum of two points."""
    return _plus(one, cached(other))


def negative(point: Point) -> Point:
    """−point."""
    x, y, z, t = point
    return (-x % P, y, z, -t % P)


def sub(one: Point, other: Point) -> Point:
    """The difference of two points."""
    return _plus(one, cached(negative(other)))


def same(one: Point, other: Point) -> bool:
    """Whether two points are one of the group (RFC 9496, 4.5)."""
    x1, y1, _, _ = one
    x2, y2, _, _ = other
    return (x1 * y2 - y1 * x2) % P == 0 or (y1 * y2 - x1 * x2) % P == 0


def times(number: int, point: Point) -> Point:
    """number · point, by signed windows of five bits."""
    if not number:
        return ZERO
    number, point = (number, point) if number > 0 else (-number, negative(point))
    twice = cached(_double(point))
    odd = [point]
    for _ in range(7):
        odd.append(_plus(odd[-1], twice))
    plus = [cached(one) for one in odd]
    minus = [cached(negative(one)) for one in odd]
    digits = []
    while number:
        digit = 0
        if number & 1:
            digit = number & 31
            digit -= 32 if digit > 16 else 0
            number -= digit
        digits.append(digit)
        number >>= 1
    made = ZERO
    for digit in reversed(digits):
        made = _double(made)
        if digit > 0:
            made = _plus(made, plus[digit >> 1])
        elif digit:
            made = _plus(made, minus[-digit >> 1])
    return made


def table(point: Point) -> Table:
    """What multiplying one point often needs: for each of 64 places its multiples 1 … 15."""
    rows = []
    for _ in range(64):
        step, row, multiple = cached(point), [], ZERO
        for _ in range(15):
            multiple = _plus(multiple, step)
            row.append(cached(multiple))
        rows.append(row)
        point = _plus(multiple, step)
    return rows


def by_table(number: int, rows: Table) -> Point:
    """number · point, by the point's table; 0 ≤ number < 2²⁵⁶."""
    made = ZERO
    for row in rows:
        digit = number & 15
        if digit:
            made = _plus(made, row[digit - 1])
        number >>= 4
    return made


_base = decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))
assert _base is not None
G: Point = _base
BASE = table(G)


def base(number: int) -> Point:
    """number · G."""
    return by_table(number % ORDER, BASE)


def logarithm(point: Point, bound: int) -> Optional[int]:
    """V with V·G = point and 0 ≤ V ≤ bound, by baby and giant steps; always to the bound. None if there is none.

    Four times a point is one point whatever it was read from, so these are compared, by their x and y.
    """
    size = max(16, int(bound**0.5) + 1)
    step = _double(_double(G))
    known = {pair: number for number, pair in enumerate(_line(ZERO, step, size))}
    giant = negative(times(size, step))
    found = None
    for number, pair in enumerate(_line(_double(_double(point)), giant, bound // size + 1)):
        if pair in known:
            value = number * size + known[pair]
            if value <= bound:
                found = value
    return found


def _line(start: Point, step: Point, count: int) -> list[tuple[int, int]]:
    """(x, y) of start, start + step …; their divisions are done together."""
    points, ready = [start], cached(step)
    for _ in range(count - 1):
        points.append(_plus(points[-1], ready))
    products, product = [], 1
    for one in points:
        products.append(product)
        product = product * one[2] % P
    inverse = pow(product, -1, P)
    made = []
    for one, before in zip(reversed(points), reversed(products), strict=False):
        own = inverse * before % P
        inverse = inverse * one[2] % P
        made.append((one[0] * own % P, one[1] * own % P))
    return made[::-1]
