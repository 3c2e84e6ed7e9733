"""Files of other projects are what their record says, and nobody's host is named."""

import gzip
import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RECORD = json.loads((ROOT / "static/vendor/VENDORED.json").read_text())
PACKAGES = json.loads((ROOT / "package.json").read_text())
# What makes the text editor's bundle and is not in it.
TOOLS = {"esbuild"}


def versions() -> dict[str, str]:
    """The packages that something was copied or made from."""
    found: dict[str, str] = {}
    for entry in RECORD.values():
        found |= entry.get("packages") or {entry["package"]: entry["version"]}
    return found


def test_every_vendored_file_has_the_recorded_sum():
    sums = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in RECORD}

    assert sums == {name: entry["sha256"] for name, entry in RECORD.items()}


def test_every_vendored_file_is_recorded():
    folders = (ROOT / "static/vendor", ROOT / "tests/vendor")
    found = {str(f.relative_to(ROOT)) for folder in folders for f in folder.rglob("*") if f.is_file()}

    assert found - {"static/vendor/VENDORED.json"} == RECORD.keys() - {"core/icons.json"}


def test_recorded_versions_are_those_that_are_asked_for_and_locked():
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = PACKAGES["dependencies"] | PACKAGES["devDependencies"]
    recorded = versions()

    assert recorded.keys() >= asked.keys() - TOOLS
    assert {name: lock[f"node_modules/{name}"]["version"] for name in recorded} == recorded
    assert {name: lock[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_each_package_has_its_licence_beside_its_files():
    licences = {name for file, e in RECORD.items() if "LICENSE" in file for name in e.get("packages") or [e["package"]]}

    assert licences == versions().keys()
    assert {e["licence"] for e in RECORD.values()} == {
        "MIT",
        "0BSD",
        "ISC",
        "OFL-1.1",
        "MPL-2.0",
        "MIT AND BSD-2-Clause",
    }


def test_the_editors_bundle_is_made_of_our_modules_as_they_are():
    folder = ROOT / "static/js/editor"
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.js")):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")

    assert RECORD["static/vendor/editor/editor.js"]["sources"] == found.hexdigest(), "run script/vendor"


def test_the_editors_bundle_is_small_enough_for_the_train():
    bundle = (ROOT / "static/vendor/editor/editor.js").read_bytes()
    notices = (ROOT / "static/vendor/editor/LICENSES.txt").read_text()

    assert len(gzip.compress(bundle, 9)) <= 130_000
    assert all(
        f"{name} {version}\n" in notices
        for name, version in RECORD["static/vendor/editor/editor.js"]["packages"].items()
    )


def test_the_icons_are_those_that_are_listed():
    assert list(json.loads((ROOT / "core/icons.json").read_text())) == PACKAGES["icons"]


def test_no_source_map_is_named():
    named = [n for n in RECORD if n.endswith((".js", ".css")) and b"sourceMappingURL" in (ROOT / n).read_bytes()]

    assert named == []


def test_the_lock_names_versions_and_hashes_and_no_place_to_fetch_from():
    lock = (ROOT / "package-lock.json").read_text()

    assert re.findall(r'"resolved"|https?://[^"]*registry[^"]*', lock) == []
    assert all("integrity" in e for name, e in json.loads(lock)["packages"].items() if name)
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()
    assert not re.search(r"registry\s*=", (ROOT / ".npmrc").read_text())


def test_our_own_scripts_and_styles_ask_for_nothing_from_elsewhere():
    ours = [f for f in (ROOT / "static").rglob("*") if f.suffix in {".js", ".css"} and "vendor" not in f.parts]
    foreign = {f.name: re.findall(r"(?:url\(|import |@import )['\"]?https?://", f.read_text()) for f in ours}

    assert {name: hits for name, hits in foreign.items() if hits} == {}
    assert {"app.js", "theme.js", "app.css"} <= foreign.keys()
