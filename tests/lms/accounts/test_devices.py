"""What is kept of a browser and an address, whatever they say of themselves."""

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.devices import BROWSERS, SYSTEMS, device_of, network_of


@given(st.ip_addresses(v=4), st.integers(0, 255))
def test_neighbours_in_a_network_of_version_4_look_alike(address, last):
    neighbour = ipaddress.ip_address((int(address) & ~255) | last)
    assert network_of(str(address)) == network_of(str(neighbour))
    assert network_of(str(address)) == ".".join(str(address).split(".")[:3]) + ".…"


@given(st.ip_addresses(v=6), st.integers(0, 2**80 - 1))
def test_neighbours_in_a_network_of_version_6_look_alike(address, last):
    neighbour = ipaddress.IPv6Address((int(address) >> 80 << 80) | last)
    if not (address.ipv4_mapped or neighbour.ipv4_mapped):
        assert network_of(str(address)) == network_of(str(neighbour))


@given(st.text())
def test_whatever_a_browser_says_only_known_names_are_kept(said):
    browser, system = device_of(said)
    assert browser in {"", *[name for _mark, name in BROWSERS]}
    assert system in {"", *[name for _mark, name in SYSTEMS]}
    assert len(network_of(said)) <= 45
