"""Says what a request cost the processor and, to who asks for it, how many queries."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class CountQueries:
    """Middleware: every answer has `X-Processor`; `X-Count` in the request gives `X-Queries`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.thread_time()
        response = self.counted(request) if "X-Count" in request.headers else self.get_response(request)
        response["X-Processor"] = f"{(time.thread_time() - began) * 1000:.3f}"
        return response

    def counted(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say how many queries that took."""
        asked: list[str] = []

        def count(execute: Any, sql: str, *args: Any) -> Any:
            if not sql.startswith(("SAVEPOINT", "RELEASE")):
                asked.append(sql)
            return execute(sql, *args)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response["X-Queries"] = str(len(asked))
        return response
