"""How often someone may try what a thief or a spammer would try often."""

import hashlib
from typing import Any, ClassVar

from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class AddressThrottle(SimpleRateThrottle):
    """Count by the client's network address; rates under the view's `throttle_scope`."""

    kind: ClassVar[str] = "address"

    def __init__(self) -> None:
        """The rate depends on the view, so it is read when a request comes."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Tell whether the request is within its rate."""
        self.cache = caches["default"]
        self.scope = f"{view.throttle_scope}_{self.kind}"  # type: ignore[attr-defined]
        self.rate = self.get_rate()
        self.num_requests, self.duration = self.parse_rate(self.rate)
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """Return the key to count under."""
        return self._key(self.get_ident(request))

    def _key(self, ident: str) -> str:
        digest = hashlib.sha256(ident.encode()).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": digest}


class MailboxThrottle(AddressThrottle):
    """Count by the e-mail address that the request names."""

    kind = "mailbox"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """Return the key to count under; None, not counted, when no address is named."""
        data: Any = request.data
        email = data.get("email") if isinstance(data, dict) else None
        return self._key(email.strip().lower()) if isinstance(email, str) else None
