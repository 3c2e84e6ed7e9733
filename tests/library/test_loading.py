"""Loading content: all of it or none, and the same again changes nothing."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from library.loading import STARTER_CONTENT, LoadError, Outcome, load
from library.models import Edition, Publication
from library.services import publish_edition
from tests.schema.samples import checklist, edited, everything, resource, survey

pytestmark = pytest.mark.django_db

BAD = Path(__file__).parents[1] / "schema" / "content_bad"
EXPECTED: dict[str, str] = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))


def written(folder: Path, files: dict[str, dict[str, Any]]) -> Path:
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        # Through JSON, or YAML would write the parts that samples share as aliases.
        file.write_text(yaml.safe_dump(json.loads(json.dumps(data)), allow_unicode=True), encoding="utf-8")
    return folder


def stored() -> list[tuple[str, str, int]]:
    rows = Edition.objects.values_list("publication__kind", "publication__slug", "version")
    return sorted(rows)


def faults_of(*paths: Path, **how: Any) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load(paths, **how)
    return [f"{Path(fault.file).name}: {fault.fault}" for fault in caught.value.faults]


def outcomes(*paths: Path, **how: Any) -> dict[str, str]:
    return {Path(file.file).name: str(file.outcome) for file in load(paths, **how)}


def test_starter_content_is_loaded_and_loading_it_again_changes_nothing() -> None:
    first = load([STARTER_CONTENT])
    before = list(Edition.objects.order_by("pk").values())
    second = load([STARTER_CONTENT])

    assert [file.outcome for file in first] == [Outcome.LOADED] * 34
    assert [file.outcome for file in second] == [Outcome.UNCHANGED] * 34
    assert list(Edition.objects.order_by("pk").values()) == before
    assert Publication.objects.published().count() == 34


def test_what_is_stored_is_what_the_file_says(tmp_path: Path) -> None:
    file = written(tmp_path, {"tips.yaml": resource()}) / "tips.yaml"

    load([file])

    edition = Edition.objects.published().get()
    assert edition.document == resource()
    assert edition.title_text.da == "Prøve"
    assert edition.published_by is None


def test_files_may_speak_of_each_other_in_any_order(tmp_path: Path) -> None:
    folder = written(tmp_path, everything())

    load([folder])

    assert len(stored()) == len(everything())


def test_file_may_speak_of_what_is_published(tmp_path: Path) -> None:
    publish_edition(data=survey(), by=None)
    file = written(tmp_path, {"tour.yaml": checklist()}) / "tour.yaml"

    assert outcomes(file) == {"tour.yaml": "loaded"}


def test_file_that_speaks_of_nothing_published_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, {"tour.yaml": checklist()}) / "tour.yaml"

    assert faults_of(file) == ["tour.yaml: groups[0].items[1].link.slug: there is no survey 'baseline'"]
    assert stored() == []


def test_one_fault_in_one_file_and_nothing_is_stored(tmp_path: Path) -> None:
    files = everything()
    files["resources/tips.yaml"] = edited(files["resources/tips.yaml"], "topic", "food")
    files["checklists/tour.yaml"] = edited(files["checklists/tour.yaml"], "groups", [])
    folder = written(tmp_path, files)

    assert [fault.partition(" is ")[0] for fault in faults_of(folder)] == [
        "tour.yaml: groups: must not be empty",
        "tips.yaml: topic: 'food'",
    ]
    assert stored() == []


def test_changed_content_needs_a_higher_version(tmp_path: Path) -> None:
    publish_edition(data=resource(), by=None)
    changed = edited(resource(), "title.da", "Nye råd")
    file = written(tmp_path, {"tips.yaml": changed}) / "tips.yaml"

    assert faults_of(file) == [
        "tips.yaml: version: version 1 is published with other content; give the file version 2 or higher"
    ]
    assert stored() == [("resource", "tips", 1)]

    written(tmp_path, {"tips.yaml": {**changed, "version": 2}})
    assert outcomes(file) == {"tips.yaml": "loaded"}
    assert stored() == [("resource", "tips", 1), ("resource", "tips", 2)]


def test_version_below_the_newest_is_refused(tmp_path: Path) -> None:
    publish_edition(data={**resource(), "version": 3}, by=None)
    file = written(tmp_path, {"tips.yaml": {**resource(), "version": 2}}) / "tips.yaml"

    assert faults_of(file) == [
        "tips.yaml: version: version 2 is older than version 3, which is published; give the file version 4 or higher"
    ]
    assert stored() == [("resource", "tips", 3)]


def test_edition_that_was_published_before_a_newer_one_changes_nothing(tmp_path: Path) -> None:
    publish_edition(data=resource(), by=None)
    publish_edition(data={**resource(), "version": 2}, by=None)
    file = written(tmp_path, {"tips.yaml": resource()}) / "tips.yaml"

    assert outcomes(file) == {"tips.yaml": "unchanged"}
    assert Edition.objects.newest().get().version == 2


def test_what_a_curator_has_published_stands(tmp_path: Path) -> None:
    curated = edited(resource(), "title.da", "Kuratorens råd")
    publish_edition(data=curated, by=None)
    folder = written(tmp_path, {"tips.yaml": resource(), "baseline.yaml": survey()})

    assert outcomes(folder, keep_curated=True) == {"baseline.yaml": "loaded", "tips.yaml": "kept"}
    assert Edition.objects.get(publication__slug="tips").document == curated


def test_two_files_with_one_name_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, {"one.yaml": resource(), "two.yaml": {**resource(), "version": 2}})

    assert faults_of(folder) == [
        f"one.yaml: slug: also the slug of {folder / 'two.yaml'}",
        f"two.yaml: slug: also the slug of {folder / 'one.yaml'}",
    ]


def test_file_named_twice_is_loaded_once(tmp_path: Path) -> None:
    folder = written(tmp_path, {"tips.yaml": resource()})

    assert outcomes(folder, folder / "tips.yaml") == {"tips.yaml": "loaded"}


def test_changed_survey_is_held_against_the_others_that_are_published(tmp_path: Path) -> None:
    publish_edition(data=survey(), by=None)
    publish_edition(data=survey("final"), by=None)
    changed = edited({**survey(), "version": 2}, "sections[0].questions[0].min", 5)
    folder = written(tmp_path, {"baseline.yaml": changed})

    assert faults_of(folder) == ["baseline.yaml: sections[0].questions[0].min: min differs from survey final"]

    written(tmp_path, {"final.yaml": edited(changed, "slug", "final")})
    assert outcomes(folder) == {"baseline.yaml": "loaded", "final.yaml": "loaded"}


@pytest.mark.parametrize(("name", "path"), EXPECTED.items())
def test_bad_file_is_refused_beside_the_starter_content(name: str, path: str) -> None:
    assert [fault.split(": ")[:2] for fault in faults_of(STARTER_CONTENT, BAD / name)] == [[name, path]]
    assert stored() == []


def test_path_that_is_not_there_and_folder_without_files(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "gone.yaml", tmp_path) == [
        f"{tmp_path.name}: file: the folder holds no YAML files",
        "gone.yaml: file: cannot be read: No such file or directory",
    ]


def test_hostile_file_beside_a_published_one_is_refused_in_a_sentence(tmp_path: Path) -> None:
    publish_edition(data=resource(), by=None)
    file = written(tmp_path, {"tips.yaml": edited(resource(), "figures[0].value", float("nan"))}) / "tips.yaml"

    assert faults_of(file) == [
        "tips.yaml: figures[0].value: '.nan' needs quotes if it is meant as text; "
        "a number is written in plain decimals, such as 12 or -0.5"
    ]


def run(*arguments: str, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_content", *arguments, stdout=out, stderr=err, no_color=True, **options)
    except CommandError as error:
        err.write(f"{error} ({error.returncode})\n")
    return out.getvalue(), err.getvalue()


def test_command_says_what_it_loaded_and_what_was_there(tmp_path: Path) -> None:
    file = str(written(tmp_path, {"tips.yaml": resource()}) / "tips.yaml")

    assert run(file) == (f"{file}: loaded (resource tips 1)\n1 loaded\n", "")
    assert run(file) == ("1 unchanged\n", "")
    assert run(file, verbosity=2) == (f"{file}: unchanged (resource tips 1)\n1 unchanged\n", "")


def test_command_lists_every_fault_and_ends_with_1(tmp_path: Path) -> None:
    broken = edited(edited(resource(), "topic", "food"), "title", "Tips")
    file = str(written(tmp_path, {"tips.yaml": broken}) / "tips.yaml")

    out, err = run(file)

    topics = "digital, funding, glossary, markets, measurement, partners, people, strategy"
    assert (out, err.splitlines()) == (
        "",
        [
            f"{file}: title: must be a mapping",
            f"{file}: topic: 'food' is not one of {topics}",
            "Nothing was loaded: 2 faults in 1 file. (1)",
        ],
    )
    assert stored() == []


def test_command_loads_the_starter_content_and_keeps_what_was_curated() -> None:
    load([STARTER_CONTENT])
    glossary = Edition.objects.get(publication__slug="glossary")
    publish_edition(data=edited({**glossary.document, "version": glossary.version + 1}, "title.da", "Ordbog"), by=None)
    Edition.objects.filter(publication__slug="finding-partners").delete()

    out, err = run("--starter")

    assert (out.splitlines()[-1], err) == ("1 loaded, 33 unchanged", "")
    assert Edition.objects.newest().get(publication__slug="glossary").title_text.da == "Ordbog"


@pytest.mark.parametrize("arguments", [(), ("--starter", "somewhere")])
def test_command_without_or_with_too_many_places(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == ("", "Name the files or folders to load, or give --starter; not both. (1)\n")
