"""An OpenAI-compatible chat endpoint (LANGUAGE_MODEL_*): a task and its data in, one JSON value out."""

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings

from nutrition.sources.found import SourceError, Why

if TYPE_CHECKING:
    from nutrition.sources.http import JsonClient


def is_on() -> bool:
    """Whether an address is set."""
    return bool(settings.LANGUAGE_MODEL_URL)


def answer_to(
    source: str, task: str, data: Any, *, client: "JsonClient", max_tokens: int, temperature: float
) -> Any:
    """The JSON value that the model answers; ``source`` names the limits and the budget.

    Raises SourceError where it is slow, broken, over its budget or answers no JSON.
    """
    answer = client.post(
        source,
        f"{settings.LANGUAGE_MODEL_URL.rstrip('/')}/chat/completions",
        body={
            "model": settings.LANGUAGE_MODEL_NAME,
            "messages": [
                {"role": "system", "content": task},
                {"role": "user", "content": json.dumps(data, ensure_ascii=False)},
            ],
            "response_format": {"type": "json_object"},
            "max_tokens": max_tokens,
            "temperature": temperature,
        },
        headers={"Authorization": f"Bearer {settings.LANGUAGE_MODEL_KEY}"},
        total_s=settings.LANGUAGE_MODEL_SECONDS,
    )
    try:
        return json.loads(answer["choices"][0]["message"]["content"])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise SourceError(Why.BROKEN_ANSWER) from None
