"""Has conversations follow a question that has another key in another edition."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """The room of conversations."""

    name = "comments"

    def ready(self) -> None:
        """Follow the questions of a workbook that is moved."""
        from comments.services import follow_questions  # noqa: PLC0415 -- app ready
        from workbooks.moments import moved  # noqa: PLC0415 -- app ready

        moved.connect(follow_questions, dispatch_uid="comments")
