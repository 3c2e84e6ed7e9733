"""Small catalogues with the structure of real ones; their words are made up."""

T = "https://example.org/terms/"
Q = f"{T}questions/data-plan/"

RDMO = """<?xml version="1.0" encoding="UTF-8"?>
<rdmo xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.1.0">
  <catalog dc:uri="T:questions/data-plan">
    <uri_prefix>https://example.org/terms</uri_prefix><uri_path>data-plan</uri_path><order>0</order>
    <title lang="en">Data plan</title><title lang="de">Datenplan</title><title lang="tlh">De'</title>
    <help lang="en">Made up</help>
    <sections>
      <section dc:uri="Q:general" order="1"/>
      <section dc:uri="Q:gone" order="2"/>
    </sections>
  </catalog>
  <section dc:uri="Q:general">
    <uri_path>data-plan/general</uri_path><title lang="en">General</title><title lang="de">Allgemeines</title>
    <pages><page dc:uri="Q:general/topic" order="0"/></pages>
  </section>
  <page dc:uri="Q:general/topic">
    <uri_path>data-plan/general/topic</uri_path><is_collection>True</is_collection>
    <title lang="en">Topic</title><help lang="en">Say &lt;b&gt;briefly&lt;/b&gt; what it is about.</help>
    <questionsets><questionset dc:uri="Q:general/more" order="9"/></questionsets>
    <questions>
      <question dc:uri="Q:general/topic/shares" order="1"/>
      <question dc:uri="Q:general/topic/name" order="0"/>
      <question dc:uri="Q:general/topic/how" order="2"/>
    </questions>
  </page>
  <questionset dc:uri="Q:general/more">
    <uri_path>data-plan/general/more</uri_path><title lang="en">More</title>
    <conditions><condition dc:uri="T:conditions/shares"/></conditions>
    <questions><question dc:uri="Q:general/more/size" order="0"/></questions>
  </questionset>
  <question dc:uri="Q:general/topic/name">
    <uri_path>data-plan/general/topic/name</uri_path><is_optional>False</is_optional>
    <attribute dc:uri="T:domain/name"/><text lang="en">What is it *called*?</text>
    <text lang="de">Wie heißt es?</text><widget_type>text</widget_type><value_type>text</value_type>
    <default_text lang="en">Something</default_text>
  </question>
  <question dc:uri="Q:general/topic/shares">
    <uri_path>data-plan/general/topic/shares</uri_path><attribute dc:uri="T:domain/shares"/>
    <text lang="en">Is it shared?</text><text lang="de">Wird es geteilt?</text>
    <widget_type>yesno</widget_type><value_type>boolean</value_type>
  </question>
  <question dc:uri="Q:general/topic/how">
    <uri_path>data-plan/general/topic/how</uri_path><attribute dc:uri="T:domain/how"/>
    <text lang="en">How?</text><text lang="de">Wie?</text>
    <widget_type>checkbox</widget_type><value_type>option</value_type>
    <is_collection>True</is_collection>
    <optionsets><optionset dc:uri="T:options/ways"/></optionsets>
    <conditions>
      <condition dc:uri="T:conditions/shares"/>
      <condition dc:uri="T:conditions/words"/>
    </conditions>
  </question>
  <question dc:uri="Q:general/more/size">
    <uri_path>data-plan/general/more/size</uri_path><text lang="en">How large?</text><text lang="de">Wie groß?</text>
    <widget_type>range</widget_type><value_type>integer</value_type><minimum>0</minimum><maximum>10</maximum><step>1</step>
    <unit>GB</unit><conditions><condition dc:uri="T:conditions/openly"/></conditions>
  </question>
  <optionset dc:uri="T:options/ways"><options>
    <option dc:uri="T:options/ways/open" order="0"/>
    <option dc:uri="T:options/ways/other" order="1"/>
  </options></optionset>
  <option dc:uri="T:options/ways/open"><uri_path>ways/open</uri_path>
    <text lang="en">Openly</text><text lang="de">Offen</text><help lang="en">For everybody</help></option>
  <option dc:uri="T:options/ways/other"><uri_path>ways/other</uri_path>
    <text lang="en">Otherwise</text><text lang="de">Anders</text><additional_input>text</additional_input></option>
  <condition dc:uri="T:conditions/shares"><source dc:uri="T:domain/shares"/>
    <relation>eq</relation><target_text>1</target_text></condition>
  <condition dc:uri="T:conditions/words"><source dc:uri="T:domain/name"/>
    <relation>eq</relation><target_text>x</target_text></condition>
  <condition dc:uri="T:conditions/openly"><source dc:uri="T:domain/how"/>
    <relation>contains</relation><target_option dc:uri="T:options/ways/open"/></condition>
</rdmo>
""".replace("Q:", Q).replace("T:", T)

# As version 1 has it: what is inside names what it is in.
RDMO_1 = """<?xml version="1.0" encoding="UTF-8"?>
<rdmo xmlns:dc="http://purl.org/dc/elements/1.1/">
  <catalog dc:uri="urn:c"><key>old</key><title lang="en">Old</title></catalog>
  <section dc:uri="urn:s"><key>s</key><catalog dc:uri="urn:c"/><title lang="en">Only</title></section>
  <questionset dc:uri="urn:qs"><key>qs</key><section dc:uri="urn:s"/></questionset>
  <question dc:uri="urn:q2"><key>second</key><questionset dc:uri="urn:qs"/><order>2</order>
    <text lang="en">Two?</text></question>
  <question dc:uri="urn:q1"><key>first</key><questionset dc:uri="urn:qs"/><order>1</order><text lang="en">One?</text>
    <widget_type>textarea</widget_type></question>
</rdmo>
"""

# Pages and question sets with headings and without, and what stands between them.
RDMO_PAGES = """<rdmo>
  <catalog uri="c"><key>pages</key><title lang="en">Pages</title><sections><section uri="s"/></sections></catalog>
  <section uri="s"><title lang="en">Section</title><pages>
    <page uri="bare"/><page uri="empty"/><page uri="page"/><page uri="bare-again"/></pages></section>
  <page uri="bare"><questions><question uri="a"/></questions></page>
  <page uri="empty"><title lang="en">Empty</title><help lang="en">Of an empty page</help></page>
  <page uri="page"><title lang="en">Page</title><help lang="en">Of the page</help>
    <conditions><condition uri="yes"/><condition uri="given"/></conditions>
    <questions><question uri="b" order="1"/><question uri="d" order="3"/></questions>
    <questionsets><questionset uri="set" order="2"/></questionsets></page>
  <questionset uri="set"><title lang="en">Set</title><conditions><condition uri="yes"/></conditions>
    <questions><question uri="c"/></questions></questionset>
  <page uri="bare-again"><help lang="en">Of nothing</help><questions><question uri="e" order="1"/></questions>
    <questionsets><questionset uri="bare-set" order="2"/></questionsets></page>
  <questionset uri="bare-set"><help lang="en">Of a set</help><conditions><condition uri="yes"/></conditions>
    <questions><question uri="f"/></questions></questionset>
  <question uri="a"><text lang="en">A?</text><value_type>boolean</value_type><attribute uri="is"/></question>
  <question uri="b"><text lang="en">B?</text></question><question uri="c"><text lang="en">C?</text></question>
  <question uri="d"><text lang="en">D?</text></question><question uri="e"><text lang="en">E?</text></question>
  <question uri="f"><text lang="en">F?</text></question>
  <condition uri="yes"><source uri="is"/><relation>eq</relation><target_text>1</target_text></condition>
  <condition uri="given"><source uri="is"/><relation>notempty</relation></condition>
</rdmo>
"""

# What can be answered several times: a page, and a question set below questions of its page.
RDMO_CARDS = """<rdmo>
  <catalog uri="c"><key>cards</key><title lang="en">Cards</title><sections><section uri="s"/></sections></catalog>
  <section uri="s"><title lang="en">Section</title><pages><page uri="partners"/><page uri="data"/></pages></section>
  <page uri="partners"><key>partners</key><title lang="en">Partners</title><help lang="en">All of them.</help>
    <is_collection>True</is_collection><verbose_name lang="en">partner</verbose_name>
    <questions><question uri="name" order="1"/><question uri="mail" order="3"/></questions>
    <questionsets><questionset uri="place" order="2"/></questionsets></page>
  <questionset uri="place"><title lang="en">Place</title><help lang="en">Where it sits.</help>
    <questions><question uri="size"/></questions></questionset>
  <page uri="data"><title lang="en">Data</title><help lang="en">About data.</help>
    <questions><question uri="any" order="1"/><question uri="after" order="3"/></questions>
    <questionsets><questionset uri="sets" order="2"/></questionsets></page>
  <questionset uri="sets"><key>sets</key><title lang="en">Sets</title><is_collection>true</is_collection>
    <help lang="en">Each set.</help><conditions><condition uri="yes"/></conditions>
    <questions><question uri="kind"/></questions></questionset>
  <question uri="name"><key>name</key><text lang="en">Name</text><attribute uri="is-name"/>
    <is_optional>False</is_optional><help lang="en">As it is registered.</help></question>
  <question uri="mail"><key>mail</key><text lang="en">Mail</text><value_type>email</value_type></question>
  <question uri="size"><key>size</key><text lang="en">Size</text><value_type>integer</value_type>
    <minimum>1</minimum></question>
  <question uri="any"><key>any</key><text lang="en">Any?</text><value_type>boolean</value_type>
    <attribute uri="is-any"/></question>
  <question uri="kind"><key>kind</key><text lang="en">Which?</text>
    <optionsets><optionset uri="o"/></optionsets></question>
  <question uri="after"><key>after</key><text lang="en">After?</text>
    <conditions><condition uri="named"/></conditions></question>
  <optionset uri="o"><options><option uri="x"/></options></optionset>
  <option uri="x"><key>x</key><text lang="en">X</text><additional_input>text</additional_input></option>
  <condition uri="yes"><source uri="is-any"/><relation>eq</relation><target_text>1</target_text></condition>
  <condition uri="named"><source uri="is-name"/><relation>notempty</relation></condition>
</rdmo>
"""

CISO = """
urn: urn:example:risk:library:tiny
locale: en
ref_id: TINY-1.10
name: Tiny framework
description: Made up
version: 1
translations:
  fr: {name: Petit cadre, description: Inventé}
objects:
  framework:
    urn: urn:example:risk:framework:tiny
    ref_id: TINY-1.10
    name: Tiny framework
    description: Made up
    translations:
      fr: {name: Petit cadre, description: Inventé}
    min_score: 0
    max_score: 2
    scores_definition:
      - {score: 0, name: Nothing, description: Nothing is done}
      - {score: 1, name: Something, description: Something is done}
      - {score: 2, name: All, description: All is done}
    implementation_groups_definition: [{ref_id: A, name: Basic}]
    requirement_nodes:
      - {urn: "urn:n:1", assessable: false, depth: 1, ref_id: 5, name: Organisation, description: What people do}
      - {urn: "urn:n:1.1", assessable: false, depth: 2, parent_urn: "urn:n:1", ref_id: 5.10, name: Rules}
      - urn: urn:n:1.1.1
        assessable: true
        depth: 3
        parent_urn: urn:n:1.1
        ref_id: 5.10.1
        description: There are rules, and everybody knows them.
        annotation: Look at the wall.
        implementation_groups: [A]
        translations: {fr: {description: Il y a des règles.}}
        questions:
          "urn:n:1.1.1:question:1":
            type: unique_choice
            text: Are they written?
            choices:
              - {urn: "urn:c:1", value: "Yes", add_score: 1}
              - {urn: "urn:c:2", value: "No"}
      - {urn: "urn:n:9", assessable: true, depth: 2, parent_urn: "urn:n:nowhere", ref_id: 9, name: Lost}
  threats: [{urn: "urn:t", name: Fire}]
"""

SHEET = """Section;Question;Help;Type;Options;Required;Unit;Min;Max;Only if;Colour
Markets;Do you export?;Say it as it is.;yes/no;;yes;;;;;red
;Where to?;;countries;;;;;;Do you export? = yes;
;How much?;;number;;;mio. kr.;0;100;;
People;How ready are you?;;scale;1-5;;;;;;
;Which of these?;;several;Fairs|Visits|Digital;no;;;;Anything = else;
;Which one?;;;This; maybe;;;;;
;What else?;;hologram;;;;;;;
;;Lonely help;;;;;;;
"""
