import pytest

from bot.sources.addresses import is_local, is_public

PRIVATE = """
127.0.0.1 127.255.0.9 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.7 100.127.255.255 0.1.2.3 192.0.0.170 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808
64:ff9b::a00:1 64:ff9b:1::1 64:ff9b:1::a00:1 ::ffff:0:127.0.0.1 2002:7f00:1:: 2001:0:7f00:1:: 2001:db8::1
3fff::1 2001:10::1 100::1 fec0::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 ff02::1 localhost 2130706433
192.0.0.8 192.88.99.1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_the_operators_own_network_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:81b::200e"])
def test_the_open_internet_is_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "news.localhost", "127.0.0.1", "::1", "10.0.0.1"])
def test_local_hosts_are_known_by_their_names(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["herald.example", "8.8.8.8", "2606:4700::1111", "localhost.example", ""])
def test_other_hosts_may_be_anywhere(host: str) -> None:
    assert not is_local(host)
