"""Every route by which people change what is stored, with two things that they change there.

`test_saves.py` opens each page twice and saves one after the other. A new route that changes something stands here, or
in `OTHERS` with the reason why it does not.
"""

from dataclasses import dataclass
from typing import Any

from tests import factories
from tests.house.matrix.assessments import a_closed_assessment
from tests.house.matrix.rows import Objects, Place
from tests.kpis import samples
from tests.surveys.samples import a_company, a_round


@dataclass(frozen=True)
class Save:
    """A page that is saved: two fields of it, each with what the one and the other person write there."""

    field: str
    mine: str
    theirs: str
    # Another field, and what is written there; a form with a single field has none.
    other: str = ""
    other_mine: str = ""
    objects: Objects | None = None
    # How the two are read where they are chosen from a list.
    in_words: tuple[()] | tuple[str, str] = ()
    # What is sent with it, so that the rules let it pass.
    also: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> tuple[str, str]:
        """What the one and the other wrote, as a page shows it."""
        return self.in_words or (self.mine, self.theirs)


def a_kpi_with_targets(place: Place) -> dict[str, Any]:
    """Follow a KPI with two targets."""
    return {"number": samples.measured_kpi(place.cluster, place.owner).number}


def a_round_of_two_goals(place: Place) -> dict[str, Any]:
    """Plan a measuring round for a strategy with two goals."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    for _number in range(2):
        factories.make_goal(strategy, place.owner)
    kpi = samples.a_kpi(place.cluster, place.owner)
    return {"number": samples.a_round(strategy, place.owner, [kpi]).number}


def a_member_company(place: Place) -> dict[str, Any]:
    """Put a company into the register."""
    return {"number": a_company(place.cluster, place.owner, email="post@example.com").number}


def a_survey_round(place: Place) -> dict[str, Any]:
    """Prepare a round of a survey."""
    return {"number": a_round(place.cluster, place.owner).number}


SAVES: dict[str, Save] = {
    "clusters:profile": Save("mission_da", "Vi samler", "Vi bygger", "vision_da", "Vi ser frem"),
    "clusters:settings": Save("name_en", "Buckthorn", "Seaberry", "description_da", "Om os"),
    "kpis:edit": Save("name_da", "Nyt navn", "Et helt andet", "role_da", "Direktøren", a_kpi_with_targets),
    "kpis:targets": Save("t-0-value", "41", "42", "t-1-value", "66", a_kpi_with_targets),
    "kpis:round_edit": Save("note", "Ring til os", "Skriv til os", "date", "2025-01-15", a_round_of_two_goals),
    "kpis:round_comments": Save(
        "goal_1_da", "Det gik godt", "Det gik skidt", "goal_2_da", "Så som så", a_round_of_two_goals
    ),
    "strategy:goal_edit": Save("title_da", "Fem nye medlemmer", "Ti nye partnere", "deadline", "2028-12-31"),
    "strategy:settings": Save("title", "Mod Norden", "Ud i verden"),
    "surveys:company": Save("name", "Havtorn A/S", "Nordlys ApS", "contact_name", "Bo Lind", a_member_company),
    "surveys:round_edit": Save(
        "sender", "Klyngens sekretariat", "Havtornklyngen", "introduction_da", "Kære medlem", a_survey_round
    ),
    "surveys:rules": Save("most_a_year", "3", "5", "months_kept", "24"),
    "funders:settings": Save("title", "Vores år", "Et godt år"),
    "documents:settings": Save("title", "Aftale om messe", "Aftale om tur", "due_on", "2027-02-03"),
    "documents:clause": Save("text_da", "Møder holdes i Aarhus.", "Møder holdes i Vejle.", "reason", "Det er nemmere"),
    "analyses:settings": Save("title", "Mod nord", "Mod syd"),
    "checklists:settings": Save("title", "Tur til Bremen", "Tur til Kiel", "place", "Rådhuset"),
    "checklists:item": Save("label_da", "Bestil bus", "Lej en minibus", "note", "Husk rabatten"),
    "assessments:edit": Save("name", "Status i maj", "Status i juni", "note", "Husk bestyrelsen"),
    "assessments:statement": Save(
        "reason", "Vi ringer til alle", "Vi ringer til nogle", objects=a_closed_assessment, also=(("level", "3"),)
    ),
    "plans:edit": Save("title_da", "Besøg i Bremen", "Messe i Hamborg", "people", "Alle i sekretariatet"),
    "plans:quick": Save("status", "done", "in-progress", "starts", "2026-02-03", in_words=("Done", "Under way")),
    "plans:status": Save("status", "done", "in-progress", in_words=("Done", "Under way")),
    "plans:milestone": Save("title_da", "Aftalen er indgået", "Ruten er fastlagt", "date", "2026-05-06"),
    "reports:pack_edit": Save("asked_da", "Godkend budgettet", "Vælg en formand", "meeting_on", "2027-03-04"),
    "plans:entry": Save("title_da", "Årsmøde i Aarhus", "Generalforsamling", "who", "Bestyrelsen"),
}

# Every other route, by the reason why no two pages can be in each other's way there.
OTHERS: dict[str, str] = {
    "It only reads.": """
        shared:snapshot shared_files:pdf shared_files:sent search:shared search:cluster
        surveys:companies surveys:companies_csv surveys:companies_xlsx surveys:index
        reviews:read comments:index comments:beside
        calendars:feed calendars:figures
        checklists:arrange checklists:detail checklists:index checklists:sheet clusters:activity
        clusters:activity_export clusters:administration moving:copy clusters:history clusters:logo clusters:people
        clusters:supporter_logo
        clusters:key clusters:key_part
        dashboard:changes dashboard:home dashboard:overview
        surveys:links surveys:panel surveys:round surveys:results surveys:results_csv surveys:results_xlsx
        documents:begin documents:detail documents:file documents:index documents:plain documents:signed
        funders:detail funders:draft funders:draft_preview funders:index
        funders:read funders:sending funders:sent funders:sent_preview kpis:catalogue kpis:compare kpis:detail
        kpis:evidence kpis:export_csv kpis:export_xlsx kpis:import_template kpis:index kpis:panel kpis:round
        kpis:rounds library:edition library:index library:pdf library:publication
        library:countries library:source library:word library:picture_svg library:picture_png library:picture_pdf
        public_library:robots public_library:sitemap plans:activity plans:board plans:budget
        plans:export_csv plans:export_xlsx plans:file plans:index plans:panel plans:row plans:this_year plans:timeline
        plans:year reports:evaluation reports:evaluation_preview reports:export reports:export_file reports:index
        reports:strategy reports:strategy_preview installation:state
        strategies:all strategy:begin strategy:detail strategy:goals
        strategy:index strategy:missing strategy:translations accounts:log accounts:outbox accounts:people
        accounts:sessions findings:about findings:index findings:thread reviews:index reviews:snapshot reviews:compare
        reports:alone_word reports:sent reports:sent_list reports:sent_file
        reviews:lessons reports:packs reports:pack workbooks:parked workbooks:file
        curation:desk curation:editor curation:preview curation:preview_form
        curation:draft_file curation:archive curation:edition_file
        curation:log curation:links
        own:editor own:draft_file own:preview own:preview_form own:preview_phone own:preview_file
        curation:preview_phone curation:preview_file
    """,
    "It makes something new, which nobody has open yet.": """
        reports:comparison_pdf reports:comparison_word reports:alone_pdf
        reviews:links reports:snapshot_pdf reports:snapshot_word
        comments:add documents:add_clause documents:copy documents:start
        accounts:new_person checklists:item_add checklists:keep checklists:start clusters:invite clusters:new_cluster
        clusters:administer clusters:join clusters:invitation funders:start kpis:adopt kpis:new kpis:round_new
        kpis:choose plans:row_add
        plans:add plans:copy plans:entry_add plans:feeds plans:files_add plans:milestone_add plans:note plans:roll_over
        plans:take_example plans:leave_example reports:evaluation_pdf reports:evaluation_word reports:strategy_pdf
        surveys:round_new
        reports:strategy_word strategy:goal_add strategy:start plans:dependency_add
        surveys:company_new
        moving:copies moving:arrivals
        curation:new curation:begin curation:files wishes:question wishes:item own:index
        findings:waive reviews:keep reviews:ask reviews:next reports:pack_new reports:pack_pdf reports:pack_word
    """,
    "It is an act without words: done twice, it is done once.": """
        reviews:link_revoke
        documents:clause_delete documents:clause_restore documents:delete documents:remove_signed documents:restore
        documents:restore_signed
        surveys:company_erase surveys:company_merge surveys:import_confirm surveys:import_discard
        comments:resolve comments:reopen comments:read_all
        dashboard:guide dashboard:step_done dashboard:step_put_off dashboard:step_undo
        checklists:catch_up checklists:delete checklists:finish checklists:item_delete checklists:item_down
        checklists:item_place checklists:item_restore checklists:item_take_up checklists:item_up checklists:own_delete
        checklists:own_restore checklists:people checklists:reopen checklists:restore checklists:tick
        surveys:link_test surveys:link_open surveys:link_withdraw
        surveys:round_send surveys:round_close surveys:round_delete surveys:hide_text answering:stop
        clusters:administer_resend clusters:administer_withdraw clusters:leave clusters:remove clusters:remove_logo
        clusters:remove_supporter
        clusters:resend clusters:reset_second_factor clusters:withdraw funders:delete funders:restore kpis:drop
        kpis:import_confirm kpis:import_discard kpis:restore kpis:round_delete plans:delete plans:dependency_remove
        plans:entry_delete plans:entry_restore plans:feed_revoke plans:file_remove plans:file_restore
        plans:import_discard plans:milestone_delete plans:milestone_reach plans:milestone_restore plans:restore
        reminders:handover reminders:handover_own strategy:delete strategy:goal_delete strategy:goal_down
        strategy:goal_restore strategy:goal_up strategy:make_current strategy:new_round strategy:restore
        workbooks:edition_undo
        curation:undo curation:redo curation:discard curation:bring_back curation:publish
        curation:withdraw curation:put_back curation:settle curation:approve curation:keep_back
        own:undo own:redo own:history curation:history own:publish own:delete own:restore
        accounts:send_sign_in findings:end accounts:send_outbox_mail clusters:administer_archive
        installation:announcement installation:take_down moving:person moving:erase installation:run_again
        installation:try_mail installation:try_mailbox installation:try_storage installation:try_worker
        accounts:single_sign_on accounts:single_sign_on_return
        clusters:administer_reopen clusters:administer_close clusters:close_account clusters:keep_account
    """,
    "What it writes is only ever added, beside what stands.": """
        comments:conversation
        checklists:item_aside clusters:change_logo clusters:supporters funders:send kpis:baseline kpis:correct kpis:due
        kpis:import
        kpis:measure kpis:round_close kpis:round_correct kpis:withdraw plans:import plans:import_preview
        surveys:round_reopen answering:answer documents:sign
        kpis:import_preview surveys:import surveys:import_preview reports:pack_mail
        reports:send reports:send_file
    """,
    "It names what it is based on, and has tests of its own for it.": """
        reviews:bring_back reviews:board workbooks:edition curation:change curation:answers own:change own:merge
        checklists:move clusters:bring_back funders:differences kpis:redefine kpis:setup kpis:setup_row reviews:approve
        reports:strategy_choices
        reports:pack_send reports:sent_revoke documents:final documents:leave_out documents:open_again documents:relink
        clusters:administer_name plans:rows plans:typed_row plans:steps parts
    """,
    "Answers have their own conflicts and history.": """
        documents:answer documents:section
        funders:section strategy:phase workbooks:answer workbooks:bring_back workbooks:empty workbooks:history
        workbooks:presence workbooks:put_back workbooks:choose_file
    """,
    "It is one choice of one person, made whole, and the log keeps each.": """
        accounts:person clusters:member clusters:rename_person
    """,
    "It is a person's own, and nobody else's.": """
        comments:edit
        accounts:end_other_sessions accounts:end_session accounts:profile accounts:theme reminders:settings
        reminders:stop set_language reviews:answer
    """,
    "A score is one person's own, and names what it is based on; it has tests of its own for two windows.": """
        assessments:score_statement scoring:statement
    """,
    "Of analyses: it reads, makes something new, is an act without words, or names what it is based on.": """
        analyses:index analyses:compare analyses:start analyses:detail analyses:standing analyses:read analyses:copy
        analyses:delete analyses:restore analyses:section analyses:document analyses:carry analyses:take_back
    """,
    "Of self-assessments: it reads, makes something new, or is an act without words.": """
        assessments:index assessments:detail assessments:score assessments:meeting assessments:panel scoring:start
        scoring:file assessments:score_file assessments:evidence
        assessments:new assessments:ask assessments:guest_add assessments:step_add
        assessments:link_renew assessments:link_revoke assessments:close assessments:reopen assessments:delete
        assessments:restore assessments:agree_same assessments:step_remove reports:assessment_pdf reports:parked
        assessments:edition assessments:own assessments:show_own
        reports:assessment_word reports:survey_pdf reports:survey_word
    """,
}
