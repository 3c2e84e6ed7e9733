"""Marks what strategies that were begun from an example still have of it, so that it no longer counts as answered."""

from django.db import migrations
from django.db.models import F

# The demo's cluster is the one that the example tells of: there the answers are its own.
DEMO = "demo"


def mark(apps, schema_editor):
    """What was given as the workbook began is the example's and nobody's, in the history and where it still stands."""
    strategies = apps.get_model("strategy", "Strategy").across_clusters.exclude(example=None)
    workbooks = list(strategies.exclude(cluster__slug=DEMO).values_list("workbook_id", flat=True))
    changes = apps.get_model("workbooks", "AnswerChange").across_clusters
    given = changes.filter(
        workbook__in=workbooks, revision=1, kind="saved", at__lte=F("workbook__strategy__created_at")
    )
    for workbook, key in given.values_list("workbook_id", "question_key"):
        answers = apps.get_model("workbooks", "Answer").across_clusters
        answers.filter(workbook=workbook, question_key=key, revision=1).update(origin="example", changed_by=None)
    changes.filter(pk__in=list(given.values_list("pk", flat=True))).update(origin="example", by=None, by_name="")


def unmark(apps, schema_editor):
    """Let them count again, as they did."""
    for name in ("Answer", "AnswerChange"):
        apps.get_model("workbooks", name).across_clusters.filter(origin="example").update(origin="")


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0007_goal_history_with_the_others"),
        ("workbooks", "0003_mark_origin_of_answers"),
    ]

    operations = [migrations.RunPython(mark, unmark)]
