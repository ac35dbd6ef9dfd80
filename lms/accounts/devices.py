"""What a browser says of itself, in words its owner knows, and how near an address is kept."""

import ipaddress

# What to look for in a browser's own description, the first that fits: many name others as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
KEPT_BITS = {4: 24, 6: 48}


def device_of(agent: str) -> tuple[str, str]:
    """(browser, system) by name; empty where nothing known is named.

    agent: the User-Agent header.
    """
    return _first(agent, BROWSERS), _first(agent, SYSTEMS)


def _first(agent: str, marks: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in marks if mark in agent), "")


def network_of(address: str) -> str:
    """The part of an address that tells where roughly: 24 bits of an IPv4 address, 48 of an IPv6
    one; empty for anything that is no address."""
    try:
        whole = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(whole, ipaddress.IPv6Address) and whole.ipv4_mapped:
        whole = whole.ipv4_mapped
    part = ipaddress.ip_network(f"{whole}/{KEPT_BITS[whole.version]}", strict=False)
    if whole.version == 4:
        return str(part.network_address).rsplit(".", 1)[0] + ".…"
    return f"{part.network_address}…"
