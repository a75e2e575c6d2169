"""Network addresses: said coarsely where somebody is signed in, enough to know one's own places and too little to
follow a person; and as wrong passwords are counted, so that whoever has many of them is counted once.
"""

from ipaddress import IPv6Address, ip_address, ip_network

_BITS_OF_4, _BITS_OF_6 = 24, 48
_BITS_OF_ONE_LINE = 64
_LONGEST = 45


def coarse_address(text: str) -> str:
    """The network an address belongs to; an empty text where it is none.

    >>> coarse_address("192.0.2.77"), coarse_address("2001:db8:1:2::3"), coarse_address("unknown")
    ('192.0.2.0/24', '2001:db8:1::/48', '')
    """
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    bits = _BITS_OF_6 if isinstance(address, IPv6Address) else _BITS_OF_4
    return str(ip_network((address, bits), strict=False))


def counted_address(text: str) -> str:
    """Under what wrong passwords and requests from an address are counted: itself, or its /64 in version 6, of
    which one connection has more than anybody could count (RFC 6177).

    >>> counted_address("192.0.2.77"), counted_address("::ffff:192.0.2.77"), counted_address("2001:db8:1:2::3")
    ('192.0.2.77', '192.0.2.77', '2001:db8:1:2::/64')
    """
    try:
        address = ip_address(text)
    except ValueError:
        return text[:_LONGEST] or "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, _BITS_OF_ONE_LINE), strict=False))
    return str(address.ipv4_mapped or address) if isinstance(address, IPv6Address) else str(address)
