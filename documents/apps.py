"""Has a document stay on its edition while words of the cluster would be lost by moving it."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room of agreements, adverts and plans."""

    name = "documents"

    def ready(self) -> None:
        """Look before a workbook is moved."""
        from documents.staying import refuse_lost_words  # noqa: PLC0415 -- app ready
        from workbooks.moments import moving  # noqa: PLC0415 -- app ready

        moving.connect(refuse_lost_words, dispatch_uid="documents")
