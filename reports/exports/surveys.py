"""The report of a closed survey: how many answered, what they said question by question, how sure that is, and KPIs."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters import logos
from core.dates import format_date
from core.languages import interface_language
from core.text import Language, Text
from exports.document import (
    Appendix,
    Block,
    Column,
    Fact,
    FigureBlock,
    HeadingBlock,
    Layout,
    ListBlock,
    PrintDocument,
    Summary,
    TableBlock,
    UnansweredBlock,
    Words,
)
from surveys.drawn import drawn, standing_out
from surveys.models import SurveyInvitation, SurveyRound
from surveys.results import answered_both, results_of
from surveys.rules.statistics import response_rate
from surveys.shown import ShownQuestion, margin_words, percent_words, shown_of

# The page of the summary holds so many; the questions have all of them.
MOST_STANDING = 5


def survey_document(round: SurveyRound, language: Language, earlier: SurveyRound | None = None) -> PrintDocument:
    """Return the report of a closed survey in one language, perhaps beside an earlier one."""
    cluster = round.cluster
    invited = _asked(round)
    before = results_of(earlier, _asked(earlier)) if earlier else None
    with translation.override(interface_language(language)):
        found = results_of(round, invited)
        sections = shown_of(found, language, earlier=before)
        organisation = cluster.name.resolve(language).text
        parts = [
            # Each part goes on where the one before it ends: of some there is no more than a table.
            Appendix(
                title=title.resolve(language).text, blocks=_blocks(round, shown, language, earlier), flows=place > 0
            )
            for place, (title, shown) in enumerate(sections if found.may_be_shown else [])
        ]
        return PrintDocument(
            language=language,
            organisation=organisation,
            title=round.title_text.resolve(language).text,
            subtitle=str(round.get_kind_display()),
            date=round.ends,
            author=organisation,
            description=_("Survey among the member companies"),
            summary=_summary(round, len(found.answers), invited, sections, language),
            appendices=(*parts, _kpis(round, language), _method(round, len(found.answers), earlier, language)),
            site=settings.BASE_URL,
            logo=logos.data_uri(cluster),
            supporters=logos.supporters_of(cluster),
            accent=cluster.accent,
        )


def _asked(round: SurveyRound) -> int:
    return int(SurveyInvitation.objects.of(round.cluster).filter(round=round).count())


def _summary(
    round: SurveyRound,
    answered: int,
    invited: int,
    sections: list[tuple[Text, list[ShownQuestion]]],
    language: Language,
) -> Summary:
    facts = []
    rate = response_rate(answered, invited)
    if rate is not None:
        words = {"answered": answered, "invited": invited, "rate": percent_words(rate, language)}
        facts.append(Fact(label=_("Have answered"), value=_("%(answered)s of %(invited)s (%(rate)s)") % words))
    elif answered:
        facts.append(Fact(label=_("Have answered"), value=str(answered)))
    if round.opened_on:
        days = {"first": format_date(round.opened_on, language), "last": format_date(round.ends, language)}
        facts.append(Fact(label=_("Asked"), value=_("%(first)s to %(last)s") % days))
    for one in standing_out(sections)[:MOST_STANDING]:
        facts.append(Fact(label=one.label.resolve(language).text, value=one.words))
    note = "" if answered else _("Fewer than five companies have answered, so nothing is shown but the response rate.")
    return Summary(title=_("The survey on one page"), facts=tuple(facts), note=note)


def _blocks(
    round: SurveyRound, shown: list[ShownQuestion], language: Language, earlier: SurveyRound | None
) -> tuple[Block, ...]:
    """Return the questions of a part: a picture and its table, figures, or what was written."""
    blocks: list[Block] = []
    above = None
    for one in shown:
        if one.group is not None and one.group != above:
            blocks.append(HeadingBlock(title=one.group.heading.resolve(language)))
        above = one.group
        label = one.label.resolve(language)
        if one.n is None:
            blocks.append(UnansweredBlock(label=label, said=one.why))
            continue
        answered = _("%(n)s of the %(asked)s who were asked this answered it.") % {"n": one.n, "asked": one.asked}
        if picture := drawn(one, language, is_print=True):
            key = ""
            if earlier and one.changes:
                named = {"now": round.get_kind_display(), "then": earlier.get_kind_display()}
                key = _("Filled: %(now)s. Open: %(then)s.") % named
            caption = " ".join(filter(None, (answered, key, *_figure_words(one))))
            blocks.append(FigureBlock(label=label, svg=picture, caption=caption, place=Layout.FULL))
        if one.figures and not picture:
            blocks.append(_figures(one, label, answered))
        if one.options:
            blocks.append(_options(one, "" if picture else label, earlier, language))
        texts = tuple(text.text for text in one.texts if not text.is_hidden)
        if one.texts:
            blocks.append(ListBlock(label=label, items=texts or (_("Hidden by the secretariat."),)))
    return tuple(blocks)


def _figure_words(one: ShownQuestion) -> list[str]:
    """Return average, median and the like as sentences below the picture of a scale."""
    said = [f"{name}: {value}." for name, value in one.figures]
    return [*said, *_change_words(one)]


def _change_words(one: ShownQuestion) -> tuple[str, ...]:
    """Return how an average has changed, and how sure that is."""
    words = _("The average has changed by %(change)s (95 per cent interval %(interval)s): %(verdict)s.")
    return tuple(
        words % {"change": change.change, "interval": change.interval, "verdict": change.verdict}
        for change in one.changes
        if change.is_mean and change.verdict
    )


def _figures(one: ShownQuestion, label: Words, answered: str) -> TableBlock:
    """Return average, median and the like, each beside what it was then, where that is known."""
    before = {change.label: change.before for change in one.changes}
    columns = [Column(_("Figure")), Column(_("Value"), is_number=True)]
    rows: list[tuple[Words, ...]] = [*one.figures]
    if any(name in before for name, _value in one.figures):
        columns = [columns[0], Column(_("Then"), is_number=True), Column(_("This time"), is_number=True)]
        rows = [(name, before.get(name, "–"), value) for name, value in one.figures]
    return TableBlock(label=label, columns=tuple(columns), rows=tuple(rows), note=answered, remarks=_change_words(one))


def _options(one: ShownQuestion, label: Words, earlier: SurveyRound | None, language: Language) -> TableBlock:
    columns = [Column(_("Answer")), Column(_("Number"), is_number=True), Column(_("Share"), is_number=True)]
    columns.append(Column(_("95 per cent interval"), is_number=True))
    labels = {option.label for option in one.options}
    changes = {change.label: change for change in one.changes if change.label in labels} if earlier else {}
    if changes:
        columns += [Column(_("Then"), is_number=True), Column(_("How sure"))]
    rows = []
    for option in one.options:
        cells: list[Words] = [option.label, str(option.share.count), option.percent_words, option.interval_words]
        if changes:
            change = changes.get(option.label)
            cells += [change.before, change.verdict] if change else ["–", "–"]
        rows.append(tuple(cells))
    remarks = (_("The question was worded differently then."),) if one.is_reworded else ()
    place = None if label else Layout.FULL
    return TableBlock(label=label, columns=tuple(columns), rows=tuple(rows), remarks=remarks, layout=place)


def _kpis(round: SurveyRound, language: Language) -> Appendix:
    rows = []
    for one in round.fed:
        name = Text.from_value(one.get("name", {})).resolve(language).text
        said = {
            "written": _("Entered, from %(n)s answers.") % {"n": one.get("n")},
            "held-back": _("Held back: too few answers."),
        }.get(one["state"], one.get("why", ""))
        rows.append((f"{one['key']} {name}", one.get("value") or "–", said))
    columns = (Column(_("KPI")), Column(_("Value"), is_number=True), Column(_("What happened")))
    title = _("What the KPIs were given")
    if not rows:
        said = _("The cluster follows no KPI that takes its value from this survey.")
        return Appendix(title=title, blocks=(UnansweredBlock(label=title, said=said),), flows=True)
    return Appendix(title=title, blocks=(TableBlock(label=title, columns=columns, rows=tuple(rows)),), flows=True)


def _method(round: SurveyRound, answered: int, earlier: SurveyRound | None, language: Language) -> Appendix:
    """Return how it was done, in words that a reader of figures needs."""
    items = [
        _("The answers are anonymous. No figure is shown for fewer than five companies."),
        _("Intervals hold 95 per cent: of shares by Wilson’s method, of averages by Student’s t."),
    ]
    if answered:
        items.append(margin_words(answered, language))
    if earlier is not None:
        words = {"kind": earlier.get_kind_display(), "day": format_date(earlier.ends, language)}
        items.append(
            _(
                "Compared with: %(kind)s, %(day)s, as separate samples (Newcombe’s interval for shares, Welch’s for "
                "averages)."
            )
            % words
        )
        if (both := answered_both(round, earlier)) is not None:
            items.append(
                ngettext("%(n)s company answered both times.", "%(n)s companies answered both times.", both)
                % {"n": both}
            )
    items += [_("Opened again: %(reason)s") % {"reason": one.get("reason", "")} for one in round.reopened]
    edition = _("edition %(version)s") % {"version": round.edition.version}
    items.append(f"{round.title_text.resolve(language).text}, {edition}")
    title = _("How it was done")
    return Appendix(title=title, blocks=(ListBlock(label=title, items=tuple(items)),), flows=True)
