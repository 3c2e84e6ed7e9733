"""Documents are made once for all tests that only read them."""

from functools import cache

import pytest

from core.text import Language
from exports.html import print_html
from exports.pdf import Rendered, render_document
from tests.exports.example import example_document


@cache
def rendered_example(language: Language) -> Rendered:
    return render_document(print_html(example_document(language)))


@pytest.fixture
def example_pdf() -> Rendered:
    return rendered_example("da")


@pytest.fixture(params=["da", "en"])
def either_pdf(request: pytest.FixtureRequest) -> tuple[Language, Rendered]:
    return request.param, rendered_example(request.param)
