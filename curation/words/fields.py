"""What the fields of the schema are called in the editor, and what helps where a name is not enough."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from library import words

Words = Mapping[str, str | Promise]

# By the type that has the field, where it is called otherwise than elsewhere.
OWN: Words = {
    "Question.label": _("Question"),
    "ClauseQuestion.label": pgettext_lazy("of a clause", "Heading"),
    "PanelQuestion.label": pgettext_lazy("of a panel", "Heading"),
    "Option.label": pgettext_lazy("that can be chosen", "Option"),
    "Column.label": _("Column heading"),
    "FixedRow.label": pgettext_lazy("of a table", "Row"),
    "Item.label": _("What to do"),
    "Figure.label": _("What the figure says"),
    "Figure.value": pgettext_lazy("of an infographic", "Figure"),
    "Figure.source": _("Where the figure comes from"),
    "Source.title": _("Title of the source"),
    "KpiDefinition.source": _("Where the figures come from"),
    "KpiDefinition.section": _("Phase of the strategy"),
    "ExampleKpi.key": _("KPI of the catalogue"),
    "ExampleKpi.targets": pgettext_lazy("of a KPI", "Targets"),
    "ExampleCluster.name": _("Name of the invented cluster"),
    "ExampleGoal.owner": _("Responsible"),
    "ExampleActivity.kpis": _("KPIs that it moves"),
    "DatedValue.value": pgettext_lazy("of a KPI", "Value"),
    "SurveyFeed.options": _("Answers that count"),
    "Checklist.anchor": _("What day 0 is"),
    "Resource.body": pgettext_lazy("of guidance", "Text"),
    "ClauseQuestion.body": _("Text of the clause"),
    "ClauseQuestion.optional": _("May be left out of the document"),
    "Item.optional": _("May be left out"),
    "Template.sections": pgettext_lazy("of a template", "Sections"),
    "Example.answers": _("Answers to the strategy’s questions"),
}
FIELDS: Words = {
    "title": pgettext_lazy("of a thing", "Title"),
    "name": pgettext_lazy("of a thing", "Name"),
    "summary": _("In short"),
    "review_by": _("Look at it again by"),
    "label": pgettext_lazy("of a field", "Text"),
    "short": _("One word for narrow places"),
    "intro": pgettext_lazy("of a section", "Introduction"),
    "help": pgettext_lazy("beside a question", "Help"),
    "example": _("Example, anonymous"),
    "required": pgettext_lazy("an answer", "Must be filled in"),
    "show_if": _("When it is shown"),
    "type": _("The answer is"),
    "min": _("Lowest"),
    "max": _("Highest"),
    "step": _("In steps of"),
    "unit": pgettext_lazy("of a number", "Unit"),
    "currency": _("Currency"),
    "options": _("Options to choose from"),
    "max_choices": _("At most so many"),
    "low": _("What the lowest means"),
    "high": _("What the highest means"),
    "levels": _("What each level means"),
    "columns": pgettext_lazy("of a table", "Columns"),
    "rows": _("Rows that are given"),
    "sum_to": _("What must add up"),
    "column": pgettext_lazy("of a table", "Column"),
    "total": _("Adds up to"),
    "panel": _("What stands here"),
    "weights": _("Where the weights are"),
    "body": pgettext_lazy("of a page", "Text"),
    "optional": _("May be left out"),
    "anchor": _("What day 0 is"),
    "due_days": _("Days from day 0"),
    "role": _("Who usually does it"),
    "link": _("Starts something in the library"),
    "definition": _("Definition"),
    "level": pgettext_lazy("of a KPI", "Level"),
    "direction": pgettext_lazy("of a KPI", "Direction"),
    "frequency": _("How often"),
    "aggregation": _("What one value covers"),
    "source": _("Source"),
    "section": _("Phase of the strategy"),
    "survey": _("Fed by a survey"),
    "question": pgettext_lazy("of a survey", "Question"),
    "statistic": pgettext_lazy("of a KPI", "Calculated as"),
    "min_answers": _("From so many answers"),
    "at_least": _("Counts from"),
    "topic": _("Topic"),
    "sources": _("Sources"),
    "figures": _("Figures"),
    "url": _("Address"),
    "value": _("Value"),
    "term": _("Term"),
    "also": _("Other words for it"),
    "template": _("Strategy that it answers"),
    "as_of": _("As it was on"),
    "cluster": _("The invented cluster"),
    "description": _("Description"),
    "member_companies": _("Member companies"),
    "smes": _("Small and medium-sized companies"),
    "knowledge_institutions": _("Knowledge institutions"),
    "public_partners": _("Public partners"),
    "staff": _("Staff"),
    "answers": pgettext_lazy("to questions", "Answers"),
    "rationale": _("Why"),
    "deadline": _("Deadline"),
    "owner": _("Responsible"),
    "responsible": _("Responsible"),
    "goal": _("Goal"),
    "baseline": _("Baseline"),
    "targets": _("Targets"),
    "measurements": _("Measurements"),
    "date": _("Date"),
    "note": _("Note"),
    "start": _("Begins"),
    "end": _("Ends"),
    "status": _("Status"),
    "budget_dkk": _("Budget in DKK"),
    "spent_dkk": _("Spent in DKK"),
    "expected_result": _("Expected result"),
    "milestones": _("Milestones"),
    "done": _("Reached"),
    "sections": _("Sections"),
    "questions": _("Questions"),
    "groups": _("Groups"),
    "items": _("Items"),
    "kpis": _("KPIs"),
    "terms": _("Terms"),
    "goals": _("Goals"),
    "activities": _("Activities"),
    "assessments": _("Self-assessments"),
    "key": _("Key"),
}
HINTS: Words = {
    "review_by": _("The desk reminds you of it then."),
    "short": _("Stands on the wheel and in menus."),
    "due_days": _("Minus is before day 0, so -30 is a month before."),
    "step": _("Counted from the lowest."),
    "max_choices": _("Leave it empty for as many as one likes."),
    "rows": _("Without any, each cluster adds its own."),
    "levels": _("One text for each level, or none at all."),
    "also": _("With commas between. They are searched for."),
    "currency": _("Three capital letters, such as DKK."),
    "options": _("Which of the answers to the survey’s question count."),
    "min_answers": _("With fewer answers nothing is shown."),
    "show_if": _("A question that is hidden keeps its answer."),
    "Figure.source": _("The title of one of the sources, or an address."),
    "ClauseQuestion.body": _("Answers are set in where a question stands in double braces. Pick it from the list."),
    "HasOptions.options": _("A cluster’s answer stays with its option when you change the words."),
}
# The words that a list of fixed words is chosen from.
CHOICES: Mapping[str, Words] = {
    "Panel": {
        "goals": _("The cluster’s goals"),
        "kpis": _("The cluster’s KPIs"),
        "activities": _("The cluster’s activities"),
        "assessment": _("The cluster’s self-assessment"),
        "surveys": _("The cluster’s surveys"),
    },
    "Level": words.LEVELS,
    "Unit": words.UNITS,
    "Direction": words.DIRECTIONS,
    "Frequency": words.FREQUENCIES,
    "Aggregation": words.AGGREGATIONS,
    "Topic": words.TOPICS,
    "Status": words.STATUSES,
    "Statistic": {
        "mean": _("The mean of the answers"),
        "median": _("The middle answer"),
        "sum": _("The sum of the answers"),
        "share": _("The share that answers so"),
    },
}
TYPES: Words = {
    "text": _("Short text"),
    "longtext": _("Long text"),
    "number": _("A number"),
    "money": _("An amount of money"),
    "percent": _("A percentage"),
    "date": _("A date"),
    "choice": _("One choice"),
    "multichoice": _("Several choices"),
    "scale": _("A level on a scale"),
    "countries": _("Countries"),
    "country": _("A country"),
    "table": _("A table"),
    "panel": _("Something of the cluster’s own"),
    "clause": _("A clause of the document"),
    "weighted": _("A weighted score, calculated"),
}
ICONS: Mapping[str, str] = {
    "text": "minus",
    "longtext": "file-text",
    "number": "hash",
    "money": "wallet",
    "percent": "hash",
    "date": "calendar",
    "choice": "circle-dot",
    "multichoice": "square-check",
    "scale": "sliders-horizontal",
    "countries": "globe",
    "table": "table-2",
    "panel": "layers",
    "clause": "file-text",
}
# What is added to a list, and what one of it is called.
ADD: Words = {
    "sections": _("Add a section"),
    "questions": _("Insert a question here"),
    "groups": _("Add a group"),
    "items": _("Insert an item here"),
    "kpis": _("Add a KPI"),
    "terms": _("Add a term"),
    "goals": _("Add a goal"),
    "activities": _("Add an activity"),
    "assessments": _("Add a self-assessment"),
    "options": _("Add an option"),
    "columns": _("Add a column"),
    "rows": _("Add a row"),
    "levels": _("Add a level"),
    "sources": _("Add a source"),
    "figures": _("Add a figure"),
    "targets": _("Add a target"),
    "measurements": _("Add a measurement"),
    "milestones": _("Add a milestone"),
}


def _found(table: Words, owner: type | None, name: str) -> str:
    for one in owner.__mro__ if owner else ():
        if (found := table.get(f"{one.__name__}.{name}")) is not None:
            return str(found)
    return ""


def label_of(owner: type | None, name: str) -> str:
    """Return what a field is called; one that nobody has named yet is shown by its key."""
    return _found(OWN, owner, name) or str(FIELDS.get(name, name.replace("_", " ").capitalize()))


def hint_of(owner: type | None, name: str) -> str:
    """Return what helps at a field, or nothing."""
    return _found(HINTS, owner, name) or ("" if name == "options" else str(HINTS.get(name, "")))


def add_label(list_name: str) -> str:
    """Return what the button says that adds to a list."""
    return str(ADD.get(list_name, _("Add")))


def choice_label(words_of: type, value: str) -> str:
    """Return how a fixed word is read."""
    return str(CHOICES.get(words_of.__name__, {}).get(value, value))
