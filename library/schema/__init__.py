"""Documents of the content format as typed values. Pure Python: it knows neither Django nor the database.

`parse` and `parse_file` read a document and list every fault; `document_of` gives that of a stored edition.
"""

from library.schema.answers import check_answer, check_answers, check_sum, sum_of
from library.schema.cache import document_of, remembered
from library.schema.checklists import Checklist
from library.schema.conditions import Condition, visible_questions
from library.schema.documents import Document, Section, Template
from library.schema.examples import Example
from library.schema.faults import Fault, SchemaError
from library.schema.kpis import KpiCatalogue
from library.schema.outlines import Library
from library.schema.parsing import parse, parse_file
from library.schema.plain import digest
from library.schema.questions import Question
from library.schema.resources import Resource
from library.schema.vocabulary import Kind
from library.schema.weights import weighted_values

__all__ = [
    "Checklist",
    "Condition",
    "Document",
    "Example",
    "Fault",
    "Kind",
    "KpiCatalogue",
    "Library",
    "Question",
    "Resource",
    "SchemaError",
    "Section",
    "Template",
    "check_answer",
    "check_answers",
    "check_sum",
    "digest",
    "document_of",
    "parse",
    "parse_file",
    "remembered",
    "sum_of",
    "visible_questions",
    "weighted_values",
]
