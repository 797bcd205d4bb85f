"""The three addresses of Xero."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Servers:
    """Where Xero is: sign-in page, token endpoint and API (FACTS 1.1).

    Addresses are kept without a slash at the end. Raises ValueError with a sentence when one is not
    https; http is accepted on the own machine only, where the simulator runs.
    """

    login: str = "https://login.xero.com"
    identity: str = "https://identity.xero.com"
    api: str = "https://api.xero.com"

    def __post_init__(self) -> None:
        for name in ("login", "identity", "api"):
            object.__setattr__(self, name, checked_address(getattr(self, name), f"{name}_url"))


def checked_address(address: str, setting: str) -> str:
    """Return the address without a slash at the end.

    :param address: an absolute address
    :param setting: the setting's name, for the sentence
    :raises ValueError: the address is not https, or not an address at all
    """
    try:
        parts = urlsplit(address.strip())
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{setting} is not an address: {error}.") from error
    if not host or parts.scheme not in ("https", "http"):
        raise ValueError(f"{setting} must be an address that begins with https://.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise ValueError(
            f"{setting} must begin with https://; http:// is accepted on this machine only."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"{setting} must be a plain address without user, query or fragment.")
    return address.strip().rstrip("/")
