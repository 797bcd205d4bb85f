# mypy: disable-error-code="import-untyped,import-not-found,misc"
"""How a call travels: Xero's own SDK in raw mode (FACTS 8), plain dicts in, JSON out.

What the SDK does otherwise is prevented here: hidden retries of writes, sleeping inside the HTTP
library, waiting for ever, and sharing a token between clients. Only client.py uses this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import certifi
import urllib3
from xero_python.api_client import ApiClient, Configuration
from xero_python.exceptions import ApiSSLException, HTTPStatusException

from .body import plain, query_text

LOST = (urllib3.exceptions.HTTPError, ApiSSLException, OSError)
"""What is raised when a call has no whole answer."""


class OneTryPool(urllib3.PoolManager):
    """A connection pool that sends every request once and follows no redirect.

    The HTTP library would repeat PUT and DELETE up to three times when the connection drops, and
    sleep through Retry-After, which for the day limit is hours (FACTS 8.2). Xero never redirects.
    """

    def urlopen(self, *args: Any, **kw: Any) -> Any:
        return super().urlopen(*args, **{**kw, "retries": False, "redirect": False})


class Transport:
    """Connections of one client.

    :param address: where the API is, such as ``https://api.xero.com``
    :param timeout: whole seconds to connect, whole seconds between two bytes of the answer
    """

    def __init__(self, address: str, timeout: tuple[int, int]) -> None:
        self._address = address
        self._timeout = timeout
        self._sdk = _quiet_sdk()
        # The pool itself, so that closing does not keep the client alive.
        self.close = self._sdk.rest_client.pool_manager.clear

    def call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        query: Mapping[str, Any],
        body: dict[str, Any] | list[Any] | None,
    ) -> Any:
        """Send once; the answer, whatever its status, with its body still to be read.

        :param query: Xero's parameters; what is None is left out
        :raises Exception: one of LOST
        """
        try:
            return self._sdk.call_api(
                self._address + path,
                method,
                query_params=[
                    (name, query_text(value)) for name, value in query.items() if value is not None
                ],
                header_params=dict(headers),
                body=None if body is None else plain(body),
                # Raw answer only: the SDK's own header reader breaks with newer HTTP libraries.
                _return_http_data_only=True,
                _preload_content=False,
                _request_timeout=self._timeout,
            )
        except HTTPStatusException as error:
            return error.http_resp.urllib3_response


def _quiet_sdk() -> ApiClient:
    # The SDK's Configuration hands every caller a copy of the first one made in the process, token
    # included (FACTS 8.1). Ours carries none: each call brings its own Authorization header.
    configuration = Configuration()
    configuration.oauth2_token = None
    sdk = ApiClient(configuration)
    sdk.rest_client.pool_manager = OneTryPool(
        num_pools=1, maxsize=1, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where()
    )
    sdk.set_default_header("Accept", "application/json")
    sdk.set_default_header("Accept-Encoding", "gzip")
    return sdk
