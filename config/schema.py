"""How the API describes itself: every operation carries its error answers, every request is closed."""

from typing import Any, Literal

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework.permissions import AllowAny

from common.serializers import ProblemSerializer
from config.problems import CONTENT_TYPE

Direction = Literal["request", "response"]


class ProblemAutoSchema(AutoSchema):
    """Add to each operation the problems that it can answer with, unless the view describes them itself."""

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for code in self._problem_codes():
            if code not in bodies:
                bodies[code] = self._get_response_for_code(ProblemSerializer, code, [CONTENT_TYPE])
        return dict(sorted(bodies.items()))

    def _problem_codes(self) -> list[str]:
        codes = ["406", "429"]
        if self.method in ("POST", "PUT", "PATCH"):
            codes += ["400", "413", "415"]
        elif self._get_parameters():
            codes += ["400"]
        if any(not isinstance(permission, AllowAny) for permission in self.view.get_permissions()):
            codes += ["401", "403"]
        if "{" in self.path:
            codes += ["404"]
        return codes


class ClosedRequest(OpenApiSerializerExtension):
    """A serializer that refuses unknown fields says so: `additionalProperties: false` in requests."""

    target_class = "common.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> Any:
        """Return the usual schema, closed where it describes a request."""
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if direction == "request":
            schema["additionalProperties"] = False
        return schema
