"""Choosing: one option, several, a number on a scale, a clause that may be left out."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.text import Language
from workbooks.questions.base import (
    NOTHING,
    Choice,
    Control,
    Face,
    InputFault,
    Line,
    Posted,
    Reading,
    Setting,
    Shown,
    Stored,
    Surroundings,
    clean,
)

# A scale may begin below nothing.
WHOLE = re.compile(r"-?[0-9]{1,8}")


def unknown_option(typed: str) -> str:
    """Return the sentence for a choice that is not among the options."""
    return _("“%(typed)s” is not one of the options. Choose one of those shown.") % {"typed": clean(typed)[:40]}


class ChoiceFace(Face):
    """One of the options."""

    type = "choice"
    is_group = True
    kind = "radio"

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = posted.one(name)
        if not typed:
            return Reading(None)
        if asked.option(typed) is None:
            return Reading(before, (InputFault(name, unknown_option(typed)),))
        return Reading(typed)

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [value if isinstance(value, str) else ""]}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        chosen = set(posted.all(name))
        return (
            Control(
                kind=self.kind,
                name=name,
                label=asked.label.resolve(setting.reading).text,
                choices=tuple(
                    Choice(o.key, o.label.resolve(setting.reading).text, o.key in chosen) for o in asked.options
                ),
                text="" if not chosen - {""} else posted.one(name),
                fault=faults.get(name, ""),
                is_required=getattr(asked, "required", False),
            ),
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        option = asked.option(value)
        if option is None:
            return NOTHING
        return Shown("line", line=Line(option.label.resolve(language).text, option.label.resolve(language).language))


class MultiChoiceFace(ChoiceFace):
    """Any of the options, or as many as are allowed."""

    type = "multichoice"
    kind = "checks"

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = [t for t in posted.all(name) if t]
        unknown = next((t for t in typed if asked.option(t) is None), None)
        if unknown is not None:
            return Reading(before, (InputFault(name, unknown_option(unknown)),))
        chosen = [o.key for o in asked.options if o.key in typed]
        if asked.max_choices and len(chosen) > asked.max_choices:
            return Reading(before, (InputFault(name, too_many(len(chosen), asked.max_choices)),))
        return Reading(chosen or None)

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [v for v in value if isinstance(v, str)] if isinstance(value, list) else []}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        (control,) = super().controls(asked, posted, name, setting, faults)
        hint = _("Choose at most %(most)s.") % {"most": asked.max_choices} if asked.max_choices else ""
        return (
            Control(
                kind=self.kind, name=name, label=control.label, choices=control.choices, fault=control.fault, hint=hint
            ),
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        chosen = value if isinstance(value, list) else []
        labels = [o.label.resolve(language) for o in asked.options if o.key in chosen]
        return Shown("list", items=tuple(Line(text.text, text.language) for text in labels)) if labels else NOTHING


def too_many(chosen: int, most: int) -> str:
    """Return the sentence for more choices than are allowed."""
    return _("You have chosen %(chosen)s. Choose at most %(most)s: remove %(over)s.") % {
        "chosen": chosen,
        "most": most,
        "over": chosen - most,
    }


class ScaleFace(Face):
    """A whole number on a scale whose ends, and perhaps levels, are described."""

    type = "scale"
    is_group = True
    is_number = True

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = clean(posted.one(name)).strip()
        if not typed:
            return Reading(None)
        if WHOLE.fullmatch(typed) and int(typed) in asked.numbers:
            return Reading(int(typed))
        message = _("“%(label)s” is %(typed)s. Write a number from %(low)s to %(high)s.") % {
            "label": asked.label.resolve(setting.reading).text,
            "typed": typed[:40],
            "low": asked.min,
            "high": asked.max,
        }
        return Reading(before, (InputFault(name, message),))

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [str(value) if isinstance(value, int) else ""]}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        typed = posted.one(name).strip()
        choices = tuple(
            Choice(
                str(n),
                str(n),
                str(n) == typed,
                hint=level.resolve(setting.reading).text if (level := asked.level(n)) else "",
            )
            for n in asked.numbers
        )
        return (
            Control(
                kind="scale",
                name=name,
                label=asked.label.resolve(setting.reading).text,
                text=typed,
                choices=choices,
                low=asked.low.resolve(setting.reading).text,
                high=asked.high.resolve(setting.reading).text,
                fault=faults.get(name, ""),
                is_required=getattr(asked, "required", False),
            ),
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        if not isinstance(value, int) or isinstance(value, bool):
            return NOTHING
        text = _("%(value)s out of %(most)s") % {"value": value, "most": asked.max}
        level = asked.level(value)
        ends = {asked.min: asked.low, asked.max: asked.high}
        words = level or ends.get(value)
        return Shown("line", line=Line(f"{text}: {words.resolve(language).text}" if words else text))


class ClauseFace(Face):
    """A clause of a document; an optional one can be left out, and is in until somebody says so."""

    type = "clause"
    is_group = True

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        if not asked.optional:
            return Reading(None)
        typed = posted.one(name)
        if typed not in ("", "true", "false"):
            return Reading(before, (InputFault(name, unknown_option(typed)),))
        return Reading({"true": True, "false": False}.get(typed))

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {name: [{True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""]}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        if not asked.optional:
            return ()
        typed = posted.one(name)
        choices = (
            Choice("true", _("Include the clause"), typed == "true"),
            Choice("false", _("Leave it out"), typed == "false"),
        )
        label = asked.label.resolve(setting.reading).text
        return (Control(kind="radio", name=name, label=label, choices=choices, text=typed, fault=faults.get(name, "")),)

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        if asked.optional and value is False:
            return NOTHING
        body = asked.body.resolve(language)
        return Shown("prose", line=Line(body.text, body.language, body.is_fallback))

    def is_answered(self, value: Stored) -> bool:
        return isinstance(value, bool)


class PanelFace(Face):
    """A place where live objects of the cluster stand; nothing is asked or stored."""

    type = "panel"

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        return Reading(before)

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        return {}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        return ()

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        return NOTHING

    def is_answered(self, value: Stored) -> bool:
        return False
