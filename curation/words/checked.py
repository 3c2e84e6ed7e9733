"""What the checker says of a file, in a curator's words: its sentence as a pattern, and ours."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.DOTALL)


def _said(sentence: Callable[[], str], *names: str) -> Callable[..., str]:
    def say(*groups: str) -> str:
        return sentence() % dict(zip(names, (one.strip("'") for one in groups), strict=True))

    return say


SENTENCES: list[tuple[re.Pattern[str], Callable[..., str]]] = [
    (_pattern(pattern), _said(sentence, *names))
    for pattern, sentence, *names in (
        (r"must not be empty", lambda: _("There must be at least one. Add one, or take this out.")),
        (r"must be a text that is not empty(?:; .*)?", lambda: _("Write something here.")),
        (r"must be one line", lambda: _("This is printed on one line. Take out the line breaks.")),
        (r"must be one line of text without HTML", lambda: _("Write one line here, without HTML.")),
        (
            r"(\w\w) is not among the `languages` of this file",
            lambda: _("This content is not in the language of this text. Add the language, or delete the text."),
            "language",
        ),
        (
            r"HTML is not allowed in a text",
            lambda: _("This looks like HTML, which is not allowed. Put spaces around “<”."),
        ),
        (
            r"a comment or another mark of HTML is not allowed in a text",
            lambda: _("This looks like HTML, which is not allowed. Put spaces around “<”."),
        ),
        (
            r"holds only signs that nobody can see",
            lambda: _("There is nothing here that can be seen. Write something."),
        ),
        (
            r"is printed as it is written, so Markdown is not allowed here: (.*)",
            lambda: _(
                "This is printed as it is written, so %(words)s would be seen as it is. Write it in plain words."
            ),
            "words",
        ),
        (
            r"a link must begin with http, https, mailto, / or #: (.*)",
            lambda: _("The link %(address)s leads nowhere. It must begin with https://."),
            "address",
        ),
        (
            r"is longer than ([\d,]+) characters",
            lambda: _("This is longer than %(number)s characters. Shorten it."),
            "number",
        ),
        (
            r"holds the character (\S+), which cannot be stored",
            lambda: _("There is a sign here that cannot be stored (%(sign)s). Delete it."),
            "sign",
        ),
        (r"must be an http or https address", lambda: _("Write a web address that begins with https://.")),
        (
            r"the key (.*) is used twice",
            lambda: _("Two things have the key %(key)s. Copy this one and delete it."),
            "key",
        ),
        (r"(.*) is not a key \(.*\)", lambda: _("%(key)s cannot be a key. Copy this one and delete it."), "key"),
        (r"(.*) is not a date \(YYYY-MM-DD\)", lambda: _("%(words)s is not a date. Write it as 2027-03-31."), "words"),
        (r"(.*) is not a number", lambda: _("%(words)s is not a number."), "words"),
        (r"(.*) is larger than ([\d,]+)", lambda: _("%(words)s is larger than %(most)s."), "words", "most"),
        (r"(.*) is below (\S+)", lambda: _("%(words)s is below %(lowest)s."), "words", "lowest"),
        (r"(.*) is above (\S+)", lambda: _("%(words)s is above %(highest)s."), "words", "highest"),
        (r"must be above min", lambda: _("The highest must be above the lowest.")),
        (r"must be above (\S+)", lambda: _("It must be above %(number)s."), "number"),
        (
            r"must be an integer from (\S+) to (\S+)",
            lambda: _("Write a whole number from %(lowest)s to %(highest)s."),
            "lowest",
            "highest",
        ),
        (r"must be an integer from (\S+)", lambda: _("Write a whole number from %(lowest)s."), "lowest"),
        (r"must be an integer up to (\S+)", lambda: _("Write a whole number of at most %(highest)s."), "highest"),
        (
            r"must be a currency code of three capital letters, such as DKK",
            lambda: _("Write the currency with three capital letters, such as DKK."),
        ),
        (
            r"has (\d+) texts; (\S+) to (\S+) needs (\d+)",
            lambda: _("There are texts for %(have)s levels, and the scale from %(low)s to %(high)s has %(need)s."),
            "have",
            "low",
            "high",
            "need",
        ),
        (r"is above the number of options", lambda: _("This is more than there are options.")),
        (
            r"must have exactly one of is, is_not, in and answered",
            lambda: _("Pick the answer that it depends on, or take the condition away."),
        ),
        (
            r"there is no question (.*) in this file",
            lambda: _("It depends on a question that has been deleted. Pick another, or take the condition away."),
            "_key",
        ),
        (
            r"(.*) must stand before what it shows or hides",
            lambda: _("It depends on a question that comes later. Move that question up, or pick another."),
            "_key",
        ),
        (
            r"(.*) is not an option of (.*)",
            lambda: _("It depends on an answer that has been deleted. Pick another."),
            "_value",
            "_key",
        ),
        (
            r"nothing can depend on the (.*)",
            lambda: _("Nothing can depend on the answer to this question. Pick another."),
            "_what",
        ),
        (r"(.*) is not an ISO 3166-1 alpha-2 code", lambda: _("%(words)s is not the code of a country."), "words"),
        (
            r"a (panel|clause) stores no answer that could be required",
            lambda: _("Nobody answers here, so it cannot be required."),
            "_kind",
        ),
        (
            r"a panel cannot stand in a survey: .*",
            lambda: _("This cannot be used in a survey: member companies have nothing of their own in the portal."),
        ),
        (r"a clause stands in documents only", lambda: _("A clause can only be part of a document.")),
        (
            r"a placeholder is \{\{ question_key \}\}",
            lambda: _("A brace is missing or too many. Delete the place and pick the question from the list again."),
        ),
        (
            r"\{\{ (\S+) \}\} names no question with an answer in this file",
            lambda: _("“%(key)s” is no question here. Delete it, and pick the question from the list."),
            "key",
        ),
        (
            r"not the same placeholders in both languages: (.*)",
            lambda: _("The same answers must be inserted in both languages. These differ: %(keys)s."),
            "keys",
        ),
        (
            r"(\S+) differs from (.*)",
            lambda: _(
                "%(file)s asks the same question in another way (%(field)s). Ask it the same way in all surveys."
            ),
            "field",
            "file",
        ),
        (
            r"there is no column (.*) in the table (.*)",
            lambda: _("The column has been deleted. Pick another."),
            "_a",
            "_b",
        ),
        (
            r"the column (.*) does not hold numbers",
            lambda: _("The column does not hold numbers. Pick another."),
            "_key",
        ),
        (
            r"there is no table (.*) in this file",
            lambda: _("The table of weights has been deleted. Pick another."),
            "_key",
        ),
        (
            r"the table (.*) has no fixed rows",
            lambda: _("The table of weights needs rows that are given: one for each column of scores."),
            "_key",
        ),
        (
            r"its row (.*) is not a column of numbers in this table",
            lambda: _("The table of weights has the row %(key)s, and there is no column of scores for it here."),
            "key",
        ),
        (
            r"the list has (\d+) items, and a checklist can have (\d+); .*",
            lambda: _("The list has %(have)s items, and a checklist can have %(most)s. Split it into two lists."),
            "have",
            "most",
        ),
        (
            r"there is no item (.*) in this group",
            lambda: _("The item that this is part of is not in this group any more. Pick another."),
            "_key",
        ),
        (
            r"there is no item (.*) in this checklist",
            lambda: _("The item that this comes after has been deleted. Pick another."),
            "_key",
        ),
        (r"an item cannot be part of itself", lambda: _("An item cannot be part of itself. Pick another.")),
        (
            r"(.*) is part of another item itself; there is one level only",
            lambda: _("The item that this is part of is part of another. Pick that one: there is one level only."),
            "_key",
        ),
        (
            r"an item that comes after another needs due_days: .*",
            lambda: _("Write how many days after the other item this is due."),
        ),
        (
            r"an item that comes after another cannot be due before it",
            lambda: _("This comes after another item. Write 0 or more days."),
        ),
        (
            r"these items wait for each other in a circle: (.*)",
            lambda: _(
                "These items wait for each other in a circle; one with parts waits for them. Let one count from day 0."
            ),
            "_keys",
        ),
        (
            r"a self-assessment proposes no answers: .*",
            lambda: _("Nothing is proposed here: it would steer who scores."),
        ),
        (r"a survey proposes no answers: .*", lambda: _("Nothing is proposed here: it would be counted as an answer.")),
        (
            r"what the portal knows is proposed already; .*",
            lambda: _("The portal fills this in from what it knows. Take out that, or what is proposed."),
        ),
        (
            r"nothing can be proposed for a question of the type (\S+)",
            lambda: _("Nothing can be proposed for this type of question. Take the proposal out."),
            "_type",
        ),
        (
            r"a link would lead the one who answers out of the survey",
            lambda: _("Questions of a survey lead nowhere: whoever answers would leave the survey."),
        ),
        (
            r"has (\d+) links, and a question can have (\d+)",
            lambda: _("There are %(have)s links here, and a question can have %(most)s. Take some out."),
            "have",
            "most",
        ),
        (r"leads to the same as another", lambda: _("This leads to the same as another. Take one out.")),
        (
            r"(\S+ \S+) has no section, question, group or KPI (.*)",
            lambda: _("What this leads to is no longer there. Pick another."),
            "_place",
            "_key",
        ),
        (
            r"there is no (\S+) ('.*')",
            lambda: _("What this leads to is not published any more. Pick another."),
            "_kind",
            "_slug",
        ),
        (r"no strategy has the section (.*)", lambda: _("No published strategy has this phase. Pick another."), "_key"),
        (
            r"(.*) has no question (.*)",
            lambda: _("Not every survey asks this question. Pick another."),
            "_survey",
            "_key",
        ),
        (
            r"a share has either options or at_least",
            lambda: _("Say which answers count, or from which number they count, but not both."),
        ),
        (
            r"a share is a percentage, but the unit is (.*)",
            lambda: _("A share is a percentage. Choose per cent as the unit."),
            "_unit",
        ),
        (
            r"decimals belong to a unit of its own; .*",
            lambda: _("Decimals are only set for a unit that is named here. Leave this empty."),
        ),
        (r"belongs to the statistic share only", lambda: _("This is only used when a share is calculated.")),
        (
            r"no (\S+) can be taken of a (\S+)",
            lambda: _("That cannot be calculated from the answers to this question."),
            "_a",
            "_b",
        ),
        (
            r"the (\S+) of a (\S+) does not give the unit (\S+)",
            lambda: _("The answers to this question do not give that unit."),
            "_a",
            "_b",
            "_c",
        ),
        (
            r"(.*) has no options",
            lambda: _("The survey’s question has no options to count. Count from a number."),
            "_key",
        ),
        (r"(.*) has no amount", lambda: _("The survey’s question has no amount to count from."), "_key"),
        (
            r"must be the title of one of the sources, or an address",
            lambda: _("Write the title of one of the sources, or a web address."),
        ),
        (
            r"there is no strategy (.*)",
            lambda: _("The strategy that it answers is not published any more. Pick another."),
            "_slug",
        ),
        (r"there is no goal (.*)", lambda: _("The goal has been deleted. Pick another."), "_key"),
        (r"the catalogue has no KPI (.*)", lambda: _("The catalogue has no such KPI any more. Pick another."), "_key"),
        (
            r"the example follows no KPI (.*)",
            lambda: _("The example does not follow that KPI any more. Pick another."),
            "_key",
        ),
        (r"is not after the one before", lambda: _("The dates must rise: this one is not after the one before.")),
        (r"is after as_of", lambda: _("This is later than the date of the example.")),
        (r"is before start", lambda: _("It ends before it begins.")),
        (r"also the slug of (.*)", lambda: _("Another draft has the same name in addresses: %(other)s."), "other"),
        (r"(.*) is not one of (.*)", lambda: _("%(words)s cannot be chosen here. Pick another."), "words", "_among"),
        (
            r"unknown key (.*)",
            lambda: _("“%(key)s” is not known to the portal. Delete it where the file was written."),
            "key",
        ),
        (
            r"is the word for one card, and this table is not laid out as cards",
            lambda: _("This is only used for cards. Choose cards as the layout, or leave this empty."),
        ),
        (
            r"a table laid out as cards has no rows that are given",
            lambda: _("Cards are added by the cluster. Delete the rows that are given, or the layout."),
        ),
        (
            r"only one option of a question can be answered in one's own words",
            lambda: _("Only one option of a question can be said in one’s own words."),
        ),
        (
            r"in a table nothing is asked beside an option",
            lambda: _("In a table nothing can be asked beside an option."),
        ),
        (
            r"a number is computed in .* only",
            lambda: _("Numbers are calculated in strategies, analyses, reports and documents only."),
        ),
        (
            r"a file can be asked for in .* only",
            lambda: _("A file can be asked for in strategies, analyses, reports and documents only."),
        ),
        (r"a file is a question of its own: .*", lambda: _("In a table nobody can be asked for a file.")),
        (r"the same number stands twice", lambda: _("The same number is picked twice. Take one away.")),
        (
            r"is computed from more than (\d+) numbers",
            lambda: _(
                "It is calculated from more than %(number)s numbers. Calculate some of them by themselves first."
            ),
            "number",
        ),
        (
            r"these numbers do not count the same: their units or currencies differ",
            lambda: _("These numbers do not count the same. Pick numbers with the same unit or currency."),
        ),
        (r"there is no number (.*) in this file", lambda: _("A number that is picked here has been deleted."), "_key"),
        (
            r"(.*) must stand before what is computed from it, so that none goes in a circle",
            lambda: _("A calculated number that is picked here must stand before this one."),
            "_key",
        ),
        (
            r"a (?:share|difference) is computed from two numbers, not (\d+)",
            lambda: _("Pick two numbers; there are %(number)s."),
            "number",
        ),
        (
            r"one number alone is no sum; name two, or a column of a table",
            lambda: _("Pick two numbers or more, or a column of a table."),
        ),
        (r"in a table no option gives points", lambda: _("In a table no option can give points.")),
        (r"a self-assessment gives no points: .*", lambda: _("A self-assessment gives no points: it counts levels.")),
        (r"a survey gives no points: .*", lambda: _("A survey gives no points: a sum would tell what is hidden.")),
        (
            r"answers give points in .* only",
            lambda: _("Answers give points in strategies, analyses and reports only. Leave this empty."),
        ),
        (
            r"the key (.*) is kept for what stands beside this question",
            lambda: _("Another question has the key that the remark needs. Copy that one and delete it."),
            "_key",
        ),
        (r"must be true or false", lambda: _("Say yes or no.")),
        (
            r"must be a (?:mapping|list)",
            lambda: _("Something is not right with this part of the file. Delete it and write it again."),
        ),
    )
]
