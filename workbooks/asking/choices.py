"""Choosing: one option, several, a number on a scale, a clause that may be left out."""

import re
from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext as _

from answers.base import AskedT, Stored
from schema.questions import (
    ChoiceQuestion,
    ClauseQuestion,
    ComputedQuestion,
    MultiChoiceQuestion,
    PanelQuestion,
    ScaleQuestion,
    YesNoQuestion,
)
from schema.tables import ChoiceColumn, MultiChoiceColumn, ScaleColumn
from schema.traits import HasOptions
from workbooks.asking.base import (
    Choice,
    Control,
    Face,
    InputFault,
    Posted,
    Reading,
    Setting,
    clean,
    is_required,
    label_of,
)

# A scale may begin below nothing.
WHOLE = re.compile(r"-?[0-9]{1,8}")


def unknown_option(typed: str) -> str:
    """Return the sentence for a choice that is not among the options."""
    return _("“%(typed)s” is not one of the options. Choose one of those shown.") % {"typed": clean(typed)[:40]}


class _Options(Face[AskedT]):
    """Options to choose from."""

    is_group = True
    kind: ClassVar[str]

    def choices(self, asked: HasOptions, chosen: set[str], setting: Setting) -> tuple[Choice, ...]:
        """Return the options as a field shows them."""
        return tuple(
            Choice(
                o.key,
                o.label.resolve(setting.reading).words,
                o.key in chosen,
                hint=o.help.resolve(setting.reading).words if o.help else "",
            )
            for o in asked.options
        )


class ChoiceFace(_Options[ChoiceQuestion | ChoiceColumn]):
    """One of the options."""

    type = "choice"
    kind = "radio"

    def read(
        self, asked: ChoiceQuestion | ChoiceColumn, posted: Posted, name: str, before: Stored, setting: Setting
    ) -> Reading:
        typed = posted.one(name)
        if not typed:
            return Reading(None)
        if asked.option(typed) is None:
            return Reading(before, (InputFault(name, unknown_option(typed)),))
        return Reading(typed)

    def fill(
        self, asked: ChoiceQuestion | ChoiceColumn, value: Stored, name: str, setting: Setting
    ) -> dict[str, list[str]]:
        return {name: [value if isinstance(value, str) else ""]}

    def controls(
        self,
        asked: ChoiceQuestion | ChoiceColumn,
        posted: Posted,
        name: str,
        setting: Setting,
        faults: Mapping[str, str],
    ) -> tuple[Control, ...]:
        chosen = set(posted.all(name))
        return (
            Control(
                kind=self.kind,
                name=name,
                label=label_of(asked, setting),
                choices=self.choices(asked, chosen, setting),
                text="" if not chosen - {""} else posted.one(name),
                fault=faults.get(name, ""),
                is_required=is_required(asked),
            ),
        )


class YesNoFace(Face[YesNoQuestion]):
    """Two radio buttons, and none of them chosen while there is no answer."""

    type = "yesno"
    is_group = True

    def read(self, asked: YesNoQuestion, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = posted.one(name)
        if typed and asked.option(typed) is None:
            return Reading(before, (InputFault(name, unknown_option(typed)),))
        return Reading(typed or None)

    def fill(self, asked: YesNoQuestion, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [value if isinstance(value, str) else ""]}

    def controls(
        self, asked: YesNoQuestion, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        typed = posted.one(name)
        return (
            Control(
                kind="radio",
                name=name,
                label=label_of(asked, setting),
                choices=tuple(
                    Choice(o.key, o.label.resolve(setting.reading).words, o.key == typed) for o in asked.options
                ),
                text=typed,
                fault=faults.get(name, ""),
                is_required=is_required(asked),
            ),
        )


class MultiChoiceFace(_Options[MultiChoiceQuestion | MultiChoiceColumn]):
    """MultiChoiceQuestion of the options, or as many as are allowed."""

    type = "multichoice"
    kind = "checks"

    def read(
        self,
        asked: MultiChoiceQuestion | MultiChoiceColumn,
        posted: Posted,
        name: str,
        before: Stored,
        setting: Setting,
    ) -> Reading:
        typed = [t for t in posted.all(name) if t]
        unknown = next((t for t in typed if asked.option(t) is None), None)
        if unknown is not None:
            return Reading(before, (InputFault(name, unknown_option(unknown)),))
        chosen = [o.key for o in asked.options if o.key in typed]
        if asked.max_choices and len(chosen) > asked.max_choices:
            return Reading(before, (InputFault(name, too_many(len(chosen), asked.max_choices)),))
        return Reading(chosen or None)

    def fill(
        self, asked: MultiChoiceQuestion | MultiChoiceColumn, value: Stored, name: str, setting: Setting
    ) -> dict[str, list[str]]:
        return {name: [v for v in value if isinstance(v, str)] if isinstance(value, list) else []}

    def controls(
        self,
        asked: MultiChoiceQuestion | MultiChoiceColumn,
        posted: Posted,
        name: str,
        setting: Setting,
        faults: Mapping[str, str],
    ) -> tuple[Control, ...]:
        return (
            Control(
                kind=self.kind,
                name=name,
                label=label_of(asked, setting),
                choices=self.choices(asked, set(posted.all(name)), setting),
                fault=faults.get(name, ""),
                hint=_("Choose at most %(most)s.") % {"most": asked.max_choices} if asked.max_choices else "",
            ),
        )


def too_many(chosen: int, most: int) -> str:
    """Return the sentence for more choices than are allowed."""
    return _("You have chosen %(chosen)s. Choose at most %(most)s: remove %(over)s.") % {
        "chosen": chosen,
        "most": most,
        "over": chosen - most,
    }


class ScaleFace(Face[ScaleQuestion | ScaleColumn]):
    """A whole number on a scale whose ends, and perhaps levels, are described."""

    type = "scale"
    is_group = True

    def read(
        self, asked: ScaleQuestion | ScaleColumn, posted: Posted, name: str, before: Stored, setting: Setting
    ) -> Reading:
        typed = clean(posted.one(name)).strip()
        if not typed:
            return Reading(None)
        if WHOLE.fullmatch(typed) and int(typed) in asked.numbers:
            return Reading(int(typed))
        message = _("“%(label)s” is %(typed)s. Enter a number from %(low)s to %(high)s.") % {
            "label": label_of(asked, setting),
            "typed": typed[:40],
            "low": asked.min,
            "high": asked.max,
        }
        return Reading(before, (InputFault(name, message),))

    def fill(
        self, asked: ScaleQuestion | ScaleColumn, value: Stored, name: str, setting: Setting
    ) -> dict[str, list[str]]:
        return {name: [str(value) if isinstance(value, int) else ""]}

    def controls(
        self, asked: ScaleQuestion | ScaleColumn, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        typed = posted.one(name).strip()
        choices = tuple(
            Choice(
                str(n),
                str(n),
                str(n) == typed,
                hint=level.resolve(setting.reading).words if (level := asked.level(n)) else "",
            )
            for n in asked.numbers
        )
        return (
            Control(
                kind="scale",
                name=name,
                label=label_of(asked, setting),
                text=typed,
                choices=choices,
                low=asked.low.resolve(setting.reading).words,
                high=asked.high.resolve(setting.reading).words,
                fault=faults.get(name, ""),
                is_required=is_required(asked),
            ),
        )


class ClauseFace(Face[ClauseQuestion]):
    """A clause of a document; an optional one can be left out, and is in until somebody says so."""

    type = "clause"
    template = "workbooks/fields/clause.html"
    is_group = True

    def read(self, asked: ClauseQuestion, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        if not asked.optional:
            return Reading(None)
        typed = posted.one(name)
        if typed not in ("", "true", "false"):
            return Reading(before, (InputFault(name, unknown_option(typed)),))
        return Reading({"true": True, "false": False}.get(typed))

    def fill(self, asked: ClauseQuestion, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [{True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""]}

    def controls(
        self, asked: ClauseQuestion, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        if not asked.optional:
            return ()
        typed = posted.one(name)
        choices = (
            Choice("true", _("Include the clause"), typed == "true"),
            Choice("false", _("Leave it out"), typed == "false"),
        )
        label = label_of(asked, setting)
        return (Control(kind="radio", name=name, label=label, choices=choices, text=typed, fault=faults.get(name, "")),)


class _Unasked(Face[AskedT]):
    """Something that is only shown: it has no field, and nothing of it is stored."""

    def read(self, asked: AskedT, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        return Reading(before)

    def fill(self, asked: AskedT, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {}

    def controls(
        self, asked: AskedT, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        return ()


class PanelFace(_Unasked[PanelQuestion]):
    """A place where live objects of the cluster stand."""

    type = "panel"


class ComputedFace(_Unasked[ComputedQuestion]):
    """A number that follows from others."""

    type = "computed"
