"""Word documents: the same plain data that the PDF is made of, as a DOCX that people go on writing in."""

from django.utils import translation

from core.languages import interface_language
from exports.document import PrintDocument

__all__ = ["WORD_TYPE", "word_file"]

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(document: PrintDocument) -> bytes:
    """Return the document as an editable DOCX in its own language."""
    from exports.word.packing import packed  # noqa: PLC0415 -- a process that only shows pages does without
    from exports.word.writer import write_document  # noqa: PLC0415 -- and this

    with translation.override(interface_language(document.language)):
        paper = write_document(document)
    return packed(paper.document)
