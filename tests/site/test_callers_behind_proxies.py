"""Behind proxies of ours a caller is known by their own address; nobody can write themselves another."""

import pytest

from shanzhi.site.forwarded import behind


@pytest.mark.parametrize(
    ("proxies", "header", "wanted"),
    [
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "not an address", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address(proxies, header, wanted):
    seen = []
    environ = {"REMOTE_ADDR": "10.0.0.1"}
    if header is not None:
        environ["HTTP_X_FORWARDED_FOR"] = header
    behind(proxies, lambda env, _: seen.append(env["REMOTE_ADDR"]) or [])(environ, lambda *_: None)
    assert seen == [wanted]
