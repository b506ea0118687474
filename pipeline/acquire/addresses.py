"""Which network addresses are the public Internet's: a link in a page must not lead into the network of whoever follows it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# their last 32 bits are an IPv4 address: translated (NAT64), and compatible, which is out of use
_ENDING_IN_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole Internet: not of this machine, a private network, a link, or reserved.

    An IPv6 address that stands for an IPv4 one is no more public than that.

    >>> is_public("93.184.215.14"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("fe80::1%eth0")
    (True, False, False, False)
    """
    number = ip_address(address.partition("%")[0])
    if isinstance(number, IPv6Address) and number.is_site_local:
        return False
    return all(one.is_global and not one.is_multicast for one in (number, *_embedded(number)))


def _embedded(number: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if isinstance(number, IPv4Address):
        return []
    found = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
    if any(number in network for network in _ENDING_IN_IPV4):
        found.append(IPv4Address(number.packed[-4:]))
    return [one for one in found if one is not None]
