"""Proofs that a ciphertext holds one of some numbers; ballots, shares, openings and claims: made, and checked."""

from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

from .hashing import (
    Wrong,
    digest,
    hashed,
    number_bytes,
    random_scalar,
    read_point,
    read_scalar,
    scalar_bytes,
)
from .ristretto import (
    ORDER,
    ZERO,
    Point,
    Table,
    add,
    base,
    by_table,
    encode,
    negative,
    same,
    sub,
    table,
    times,
)

Draw = Callable[[], int]
Cipher = tuple[Point, Point]
NOTHING: Cipher = (ZERO, ZERO)


class Public:
    """The key's public point, with what makes multiplying it quick."""

    def __init__(self, data: bytes) -> None:
        self.point = read_point(data)
        self.rows: Table = table(self.point)


class Proved(NamedTuple):
    """What a proof is about."""

    tag: str
    over: bytes
    extra: bytes
    cipher: Cipher
    lo: int
    hi: int


def prove(what: Proved, public: Public, r: int, value: int, draw: Draw) -> bytes:
    """c ‖ s for each number of lo … hi."""
    rho = draw()
    pairs = [[draw(), draw()] for _ in range(what.lo, what.hi + 1)]
    alpha, beta = what.cipher
    hashed_points = []
    for number, (c, s) in enumerate(pairs, what.lo):
        if number == value:
            hashed_points += [base(rho), by_table(rho, public.rows)]
        else:
            hashed_points += _undone(public, alpha, beta, number, c, s)
    whole = hashed(what.tag, what.over, what.extra, *map(encode, hashed_points))
    own = (whole - sum(c for at, (c, _) in enumerate(pairs, what.lo) if at != value)) % ORDER
    pairs[value - what.lo] = [own, (rho + own * r) % ORDER]
    return b"".join(scalar_bytes(one) for pair in pairs for one in pair)


def proof_holds(what: Proved, public: Public, proof: bytes) -> bool:
    """Whether a proof holds."""
    if len(proof) != 64 * (what.hi - what.lo + 1):
        return False
    numbers = [read_scalar(proof[at : at + 32]) for at in range(0, len(proof), 32)]
    alpha, beta = what.cipher
    points = []
    for at, (c, s) in enumerate(zip(numbers[::2], numbers[1::2], strict=False), what.lo):
        points += _undone(public, alpha, beta, at, c, s)
    whole = hashed(what.tag, what.over, what.extra, *map(encode, points))
    return whole == sum(numbers[::2]) % ORDER


def _undone(public: Public, alpha: Point, beta: Point, number: int, c: int, s: int) -> list[Point]:
    rest = sub(beta, base(number)) if number else beta
    return [sub(base(s), times(c, alpha)), sub(by_table(s, public.rows), times(c, rest))]


class Cast(NamedTuple):
    """What every ballot of one question is held to."""

    ctx: bytes
    public: Public
    options: int
    lo: int
    hi: int

    def size(self) -> int:
        """The bytes of a ballot."""
        return 41 + 192 * self.options + 64 * (self.hi - self.lo + 1)


def _claims_of(cast: Cast, e: bytes, weight: int, ciphers: Sequence[Cipher]) -> list[Proved]:
    joined = b"".join(encode(a) + encode(b) for a, b in ciphers)
    over = digest("ballot", cast.ctx, e, number_bytes(weight, 8), joined)
    made = [Proved("option", over, number_bytes(j, 2), one, 0, 1) for j, one in enumerate(ciphers)]
    return [*made, Proved("count", over, b"", total(ciphers), cast.lo, cast.hi)]


def seal(cast: Cast, e: bytes, weight: int, choice: Sequence[int], draw: Draw = random_scalar) -> bytes:
    """A ballot. Here to show how one is made; people vote on the page."""
    randoms = [draw() for _ in choice]
    ciphers = [
        (base(r), add(by_table(r, cast.public.rows), base(v))) for r, v in zip(randoms, choice, strict=False)
    ]
    statements = _claims_of(cast, e, weight, ciphers)
    made = b"\x01" + e + number_bytes(weight, 8)
    for statement, r, v in zip(statements, randoms, choice, strict=False):
        alpha, beta = statement.cipher
        made += encode(alpha) + encode(beta) + prove(statement, cast.public, r, v, draw)
    return made + prove(statements[-1], cast.public, sum(randoms) % ORDER, sum(choice), draw)


def check_ballot(cast: Cast, e: bytes, weight: int, ballot: bytes) -> list[Cipher]:
    """The ciphertexts of a ballot that is right; Wrong says what is not."""
    if len(ballot) != cast.size() or ballot[:1] != b"\x01":
        raise Wrong("格式不对", "has another form")
    if ballot[1:33] != e:
        raise Wrong("不是这位投票人的", "is not this elector's")
    if ballot[33:41] != number_bytes(weight, 8):
        raise Wrong("权重与名册不符", "has another weight than the roll says")
    parts = [ballot[at : at + 192] for at in range(41, 41 + 192 * cast.options, 192)]
    ciphers = [(read_point(part[:32]), read_point(part[32:64])) for part in parts]
    statements = _claims_of(cast, e, weight, ciphers)
    proofs = [*(part[64:] for part in parts), ballot[41 + 192 * cast.options :]]
    for number, (statement, proof) in enumerate(zip(statements, proofs, strict=False), 1):
        if not proof_holds(statement, cast.public, proof):
            if number > cast.options:
                raise Wrong("所选项数的证明不成立", "has no valid proof of how many are chosen")
            raise Wrong(f"第 {number} 项的证明不成立", f"has no valid proof for option {number}")
    return ciphers


def total(ciphers: Sequence[Cipher]) -> Cipher:
    """The sum of ciphertexts."""
    made = NOTHING
    for alpha, beta in ciphers:
        made = (add(made[0], alpha), add(made[1], beta))
    return made


def scaled(number: int, cipher: Cipher) -> Cipher:
    """A ciphertext times a public number, which may be negative."""
    return times(number, cipher[0]), times(number, cipher[1])


class Key:
    """The key of a matter: k, n, commitments and cards as bytes; `sealed` may be empty."""

    def __init__(
        self, k: int, commitments: Sequence[bytes], cards: Sequence[bytes], sealed: Sequence[bytes] = ()
    ) -> None:
        self.k, self.n = k, len(cards)
        self.commitments, self.cards, self.sealed = list(commitments), list(cards), list(sealed)
        if not 1 <= k <= self.n <= 255 or len(self.commitments) != k or len(set(self.cards)) != self.n:
            raise Wrong(
                "计票密钥不成立，或两位持钥人同卡", "the key is impossible, or two holders have one card"
            )
        self.points = [read_point(one) for one in self.commitments]
        self.card_points = [read_point(one) for one in self.cards]
        self.public = Public(self.commitments[0])
        joined = b"".join(self.commitments), b"".join(self.cards)
        self.digest = digest("key", b"\x01", bytes([k]), bytes([self.n]), *joined)

    def share_public(self, holder: int) -> Point:
        """Y of a holder, from 1."""
        made = ZERO
        for point in reversed(self.points):
            made = add(times(holder, made), point)
        return made

    def _mask(self, holder: int, point: bytes, common: Point) -> int:
        return hashed("seal", self.digest, bytes([holder]), self.cards[holder - 1], point, encode(common))

    def open_share(self, secret: int) -> tuple[int, int]:
        """(holder, share) of a card's secret."""
        own = encode(base(secret))
        if own not in self.cards:
            raise Wrong("这张密钥卡不是本事项登记的", "this card is not registered for this matter")
        holder = self.cards.index(own) + 1
        if len(self.sealed) != self.n or len(self.sealed[holder - 1]) != 64:
            raise Wrong(
                "公报文件里没有密封的份额：请用持钥人专用的文件",
                "this file has no sealed shares: take the holders' copy",
            )
        point, masked = self.sealed[holder - 1][:32], self.sealed[holder - 1][32:]
        share = (read_scalar(masked) - self._mask(holder, point, times(secret, read_point(point)))) % ORDER
        if not same(base(share), self.share_public(holder)):
            raise Wrong(
                f"第 {holder} 位持钥人的份额与计票密钥不符",
                f"the share of holder {holder} does not fit the key",
            )
        return holder, share


def deal(k: int, cards: Sequence[bytes], draw: Draw = random_scalar) -> Key:
    """A key with its sealed shares."""
    numbers = [draw() for _ in range(k)]
    key = Key(k, [encode(base(one)) for one in numbers], cards)
    for holder in range(1, key.n + 1):
        share = sum(one * holder**power for power, one in enumerate(numbers))
        epsilon = draw()
        point = encode(base(epsilon))
        mask = key._mask(holder, point, times(epsilon, key.card_points[holder - 1]))
        key.sealed.append(point + scalar_bytes(share + mask))
    return key


class Opened(NamedTuple):
    """What openings of one box are made under."""

    ctx: bytes
    z: bytes
    key: Key


def open_partly(
    box: Opened, label: bytes, cipher: Cipher, holder: int, share: int, draw: Draw = random_scalar
) -> bytes:
    """D ‖ c ‖ s of one holder for one sum."""
    rho = draw()
    alpha = cipher[0]
    point = times(share, alpha)
    c = _challenge(box, label, cipher, holder, base(share), point, base(rho), times(rho, alpha))
    return encode(point) + scalar_bytes(c) + scalar_bytes(rho + c * share)


def check_partial(box: Opened, label: bytes, cipher: Cipher, holder: int, partial: bytes) -> Point:
    """D of a right partial opening."""
    if not 1 <= holder <= box.key.n or len(partial) != 96:
        raise Wrong("开票数据格式不对", "a partial opening has another form")
    point, c, s = read_point(partial[:32]), read_scalar(partial[32:64]), read_scalar(partial[64:])
    own = box.key.share_public(holder)
    p, q = sub(base(s), times(c, own)), sub(times(s, cipher[0]), times(c, point))
    if _challenge(box, label, cipher, holder, own, point, p, q) != c:
        raise Wrong(
            f"第 {holder} 位持钥人的开票数据不成立", f"the partial opening of holder {holder} is false"
        )
    return point


def _challenge(box: Opened, label: bytes, cipher: Cipher, holder: int, *points: Point) -> int:
    encoded = [encode(one) for one in (*cipher, *points)]
    return hashed("partial", box.ctx, box.z, bytes([holder]), label, *encoded)


def combine(box: Opened, label: bytes, cipher: Cipher, partials: Sequence[tuple[int, bytes]]) -> Point:
    """V·G from k holders; each is checked, and more than k, too."""
    points = {holder: check_partial(box, label, cipher, holder, one) for holder, one in partials}
    if len(points) != len(partials) or len(points) < box.key.k:
        raise Wrong(
            f"须 {box.key.k} 位持钥人，只有 {len(points)} 位",
            f"{box.key.k} holders are needed, there are {len(points)}",
        )
    used = sorted(points)[: box.key.k]
    made = cipher[1]
    for holder in used:
        factor = 1
        for other in used:
            if other != holder:
                factor = factor * other * pow(other - holder, -1, ORDER) % ORDER
        made = add(made, negative(times(factor, points[holder])))
    return made


class Claimed(NamedTuple):
    """d = Σ a·V + b ≥ 0, in so many bits; `name` is the condition's text."""

    name: str
    a: tuple[tuple[str, int], ...]
    b: int
    bits: int

    def cipher(self, sums: dict[str, Cipher]) -> Cipher:
        """What encrypts d."""
        return total([(ZERO, base(self.b)), *(scaled(factor, sums[name]) for name, factor in self.a)])

    def over(self, box: Opened, cipher: Cipher) -> bytes:
        """What stands under every bit's proof."""
        a, b = map(encode, cipher)
        return digest("threshold", box.ctx, box.z, self.name, bytes([self.bits]), a, b)


def claim_bits(
    box: Opened, what: Claimed, sums: dict[str, Cipher], d: int, draw: Draw = random_scalar
) -> bytes:
    """Each bit of d encrypted and proved."""
    over = what.over(box, what.cipher(sums))
    made = b""
    for at in range(what.bits):
        r, bit = draw(), d >> at & 1
        cipher = base(r), add(by_table(r, box.key.public.rows), base(bit))
        points = b"".join(map(encode, cipher))
        statement = Proved("bit", over, number_bytes(at, 2) + points, cipher, 0, 1)
        made += points + prove(statement, box.key.public, r, bit, draw)
    return made


def claim_rest(
    box: Opened, what: Claimed, sums: dict[str, Cipher], bits: bytes, check: bool = True
) -> Cipher:
    """What must open to nothing; the bits' proofs are checked."""
    cipher = what.cipher(sums)
    over = what.over(box, cipher)
    if len(bits) != 192 * what.bits:
        raise Wrong(f"“{what.name}”的证明长度不对", f"the proof of “{what.name}” has another length")
    for at in range(what.bits):
        part = bits[192 * at : 192 * (at + 1)]
        one = read_point(part[:32]), read_point(part[32:64])
        statement = Proved("bit", over, number_bytes(at, 2) + part[:64], one, 0, 1)
        if check and not proof_holds(statement, box.key.public, part[64:]):
            raise Wrong(f"“{what.name}”的证明不成立", f"the proof of “{what.name}” does not hold")
        cipher = total([cipher, scaled(-(1 << at), one)])
    return cipher
