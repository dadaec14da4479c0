"""How the API describes itself: every operation carries its error answers, every request is closed."""

from typing import Any, Literal

from drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema

from common.serializers import ProblemSerializer
from config.problems import CONTENT_TYPE

Direction = Literal["request", "response"]


class ProblemAutoSchema(AutoSchema):
    """Add to each operation the problems that any operation of its kind can answer with.

    What is particular (409, or 401 of a login) a view says with `responses={409: ProblemSerializer}`.
    """

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for code in self._problem_codes():
            if code not in bodies:
                bodies[code] = self._get_response_for_code(ProblemSerializer, code)
        return dict(sorted(bodies.items()))

    def _get_response_for_code(
        self,
        serializer: Any,
        status_code: str,
        media_types: list[str] | None = None,
        direction: Direction = "response",
    ) -> Any:
        if serializer is ProblemSerializer:
            media_types = [CONTENT_TYPE]
        return super()._get_response_for_code(serializer, status_code, media_types, direction)

    def _problem_codes(self) -> list[str]:
        codes = ["406"]
        if self._get_request_body():
            codes += ["400", "413", "415"]
        elif any(parameter["in"] in ("query", "header") for parameter in self._get_parameters()):
            codes += ["400"]
        if self.view.get_authenticators():
            codes += ["401", "403"]
        if self.view.get_throttles():
            codes += ["429"]
        if "{" in self.path:
            codes += ["404"]
        return codes


class ClosedRequest(OpenApiSerializerExtension):
    """A serializer that refuses unknown fields says so: `additionalProperties: false` in requests."""

    target_class = "common.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> Any:
        """Return the usual schema, closed where it describes a request."""
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if direction == "request":
            schema["additionalProperties"] = False
        return schema


class DeviceScheme(SimpleJWTScheme):
    """Bearer tokens in the schema."""

    target_class = "accounts.api.authentication.DeviceAuthentication"
