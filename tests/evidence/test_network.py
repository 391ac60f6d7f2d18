import pytest

from responses.evidence.network import LOOPBACK, PORTS, is_public

PUBLIC = [
    *(
        "1.1.1.1",
        "8.8.8.8",
        "98.33.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.3.1",
        "192.167.1.1",
    ),
    *("198.17.0.1", "198.20.0.1", "223.255.255.255", "100.63.255.255", "100.128.0.1", "9.255.0.1"),
    *("11.0.0.1", "126.255.255.255", "128.0.0.1", "169.253.0.1", "203.0.114.1", "192.88.98.1"),
    *("2606:4700::1111", "2001:200::1", "2400:cb00::1", "2a00:1450::1", "2003::1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_what_anybody_reaches_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["", "seoul.go.kr", "2606:4700::1111%eth0", "fe80::1%1", "1.1.1.1 ", "1.1.1", "1"]
)
def test_what_is_no_address_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_the_farm_reaches_this_machine_alone() -> None:
    allows, allows_port = LOOPBACK
    assert [allows(ip) for ip in ("127.0.0.1", "127.9.9.9")] == [True, True]
    away = ("1.1.1.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "0.0.0.0", "x")  # noqa: S104
    assert not any(map(allows, away))
    assert not any(map(allows_port, (22, 80, 443)))


def test_ports_are_those_of_web_servers() -> None:
    assert sorted(PORTS) == [80, 443, 444, 8080, 8443]
