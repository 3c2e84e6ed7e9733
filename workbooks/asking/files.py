"""A file: the form of a section names it, and it is chosen on a page of its own.

So a section can be saved while one writes, as often as one likes, without a file travelling along, and a form that was
opened yesterday leaves alone what a colleague has put there since.
"""

from collections.abc import Mapping

from answers.base import Stored
from answers.files import size_words
from schema.files import file_fault
from schema.questions import FileQuestion
from workbooks.asking.base import Control, Face, Posted, Reading, Setting, label_of


class FileFace(Face[FileQuestion]):
    """What is there, and the way to the page where it is chosen. The field only tells conditions that it is there."""

    type = "file"
    template = "workbooks/fields/file.html"
    is_group = True

    def read(self, asked: FileQuestion, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        return Reading(before)

    def fill(self, asked: FileQuestion, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        if not isinstance(value, dict) or file_fault(value):
            return {name: [""]}
        return {name: [f"{value['name']}, {size_words(value['size'], setting.reading)}"]}

    def controls(
        self, asked: FileQuestion, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        label = label_of(asked, setting)
        return (Control(kind="file", name=name, label=label, text=posted.one(name), fault=faults.get(name, "")),)
