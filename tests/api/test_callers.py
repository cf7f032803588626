"""Who asks anonymously: the address behind our own proxies, whatever the caller writes into headers."""

import pytest
from django.test import RequestFactory

from api.callers import Caller, KnownKey, Scope
from api.keys.addresses import client_address
from api.keys.recognition import caller_of

PROXY = "10.0.0.1"


def address(*, nearest=PROXY, forwarded=None, **headers):
    if forwarded is not None:
        headers["HTTP_X_FORWARDED_FOR"] = forwarded
    return client_address(RequestFactory().get("/graphql", REMOTE_ADDR=nearest, **headers).META)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, PROXY),
        (0, "192.0.2.1", PROXY),
        (1, None, PROXY),
        (1, "", PROXY),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.9, 192.0.2.1", "192.0.2.1"),
        (1, "127.0.0.1,10.0.0.1,198.51.100.9,192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "192.0.2.1", "192.0.2.1"),
        (3, "198.51.100.9, 192.0.2.1, 10.0.0.3, 10.0.0.2", "192.0.2.1"),
    ],
)
def test_the_caller_is_as_many_entries_from_the_right_as_there_are_proxies(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert address(forwarded=forwarded) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (" 192.0.2.1 ", "192.0.2.1"),
        ("192.0.2.1:50123", "192.0.2.1"),
        ('"192.0.2.1"', "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:DB8:1:2::ff", "2001:db8:1:2::"),
        ("[2001:db8:1:2::6]", "2001:db8:1:2::"),
        ("[2001:db8:1:2::6]:443", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::1", "::"),
    ],
)
def test_an_address_is_read_however_a_proxy_writes_it_and_ipv6_stands_for_its_network(settings, entry, expected):
    settings.TRUSTED_PROXIES = 1

    assert address(forwarded=f"198.51.100.9, {entry}") == expected


@pytest.mark.parametrize(
    "entry", ["unknown", "_hidden", "999.1.1.1", "::::", "[", "]:1", ",", "\x00", "é", "1" * 5000, "192.0.2.1/24", " "]
)
def test_what_is_no_address_counts_as_the_nearest_proxy(settings, entry):
    settings.TRUSTED_PROXIES = 1

    assert address(forwarded=entry) == PROXY


def test_a_caller_over_a_socket_has_a_name_too():
    assert address(nearest="") == "unknown"


def test_two_forged_headers_do_not_make_two_callers(settings):
    settings.TRUSTED_PROXIES = 1
    forged = [f"{number}.{number}.{number}.{number}, 192.0.2.1" for number in range(1, 5)]

    callers = {caller_of(RequestFactory().get("/graphql", HTTP_X_FORWARDED_FOR=value)).name for value in forged}

    assert callers == {"address:192.0.2.1"}


def test_without_a_key_a_caller_may_read_and_nothing_else():
    caller = Caller(address="192.0.2.1")

    assert [scope for scope in Scope if caller.may(scope)] == [Scope.READ]


def test_with_a_key_a_caller_may_what_the_key_says_and_is_called_by_it():
    caller = Caller(address="192.0.2.1", key=KnownKey(3, "App", frozenset({"preview", "introspect"})))

    assert caller.name == "key:3"
    assert [scope for scope in Scope if caller.may(scope)] == [Scope.INTROSPECT, Scope.PREVIEW]
