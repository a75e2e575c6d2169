"""Where somebody is signed in, said coarsely: enough to know one's own places, too little to follow a person."""

from ipaddress import IPv6Address, ip_address, ip_network

_BITS_OF_4, _BITS_OF_6 = 24, 48


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
