"""Documents of the content format as typed values: what they may say. Owns no table, and knows no Django.

`parse` and `parse_file` read a document and list every fault; `document_of` gives that of a stored edition.
"""

from schema.answers import check_answer, check_answers, check_sum, sum_of
from schema.cache import document_of, remembered
from schema.checklists import Checklist
from schema.conditions import Condition, visible_questions
from schema.documents import Document, Section, Template
from schema.examples import Example
from schema.faults import Fault, SchemaError
from schema.kpis import KpiCatalogue
from schema.outlines import Library
from schema.parsing import parse, parse_file
from schema.plain import digest
from schema.questions import Question
from schema.resources import Resource
from schema.vocabulary import DocumentKind
from schema.weights import weighted_values

__all__ = [
    "Checklist",
    "Condition",
    "Document",
    "DocumentKind",
    "Example",
    "Fault",
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
