"""The JSON that the API reads: standard JSON of a bounded size, holding only what can be stored."""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from common.errors import PayloadTooLarge

SURROGATE_ESCAPE = re.compile(r"\\u[dD][89abAB]|\\u[dD][c-fC-F]")


class JSONParser(BaseParser):
    """Parse `application/json`, refusing what would only fail later.

    Refused beside malformed JSON: NaN and infinity (also as 1e999), half a surrogate pair (no
    encoding can store it), nesting too deep to walk, bodies over DATA_UPLOAD_MAX_MEMORY_SIZE bytes.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body; raises ParseError or PayloadTooLarge."""
        text = self._read(stream)
        try:
            value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
            if SURROGATE_ESCAPE.search(text):
                json.dumps(value, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deep.") from error
        except ValueError as error:
            raise ParseError(f"JSON parse error - {_reason(error)}") from error
        return value

    def _read(self, stream: IO[Any]) -> str:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body: bytes = stream.read(limit + 1)
        if len(body) > limit:
            raise PayloadTooLarge
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ParseError("The body is not UTF-8.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is out of range")
    return value


def _reason(error: ValueError) -> str:
    return "unpaired surrogate" if isinstance(error, UnicodeEncodeError) else str(error)
