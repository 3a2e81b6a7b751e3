"""A result holds exactly when all that was asked for it still has the same answers."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import dialects
from kg.graph import PageSet
from kg.graph.pages import PageIndex
from kg.iri import without_extension
from kg.read import Files, SiteFolder
from kg.recording import Answers, Dependencies, Recorder
from kg.recording.answers import digest_of

BASE = "https://example.org/kg/"
Site = Mapping[str, bytes]


class Folder:
    """The files of a site, in memory."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def variables(self, read: Callable[[Files], Mapping[str, str]]) -> Mapping[str, str]:
        return read(self)

    def has(self, path: str) -> bool:
        return path in self.site

    def nearest(self, folder: str, names: tuple[str, ...]) -> str | None:
        folders = [folder, *(str(above) for above in PurePosixPath(folder).parents)] if folder else [""]
        paths = (str(PurePosixPath(one, name)) for one in folders for name in names)
        return next((path for path in paths if path in self.site), None)

    def data(self, path: str) -> bytes | None:
        return self.site.get(path)

    def text(self, path: str) -> str | None:
        return self.site[path].decode() if path in self.site else None

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        return tuple(sorted(path for path in self.site if path.startswith(f"{folder}/") and path.endswith(suffix)))


def first_lines(files: Files) -> Mapping[str, str]:
    """Return the first line of each data file: what stands below it is no variable."""
    return {path: (files.text(path) or "").partition("\n")[0] for path in files.names("data", ".yml")}


def answers(site: Site, paths: tuple[str, ...] = (), web: str | None = None) -> Answers:
    return Answers(Folder(site), PageSet(paths, BASE, web), [first_lines])


def asked(questions: Callable[[Recorder], object], of: Answers) -> Dependencies:
    recorder = Recorder(of)
    questions(recorder)
    return recorder.dependencies


# --- files ---------------------------------------------------------------------------------------------------------

SITE = {"a/b.md": b"# B", "data/x.yml": b"one\nrest", "mkdocs.yml": b"nav"}
CHANGES = {
    "none": SITE,
    "include changed": {**SITE, "a/b.md": b"# C"},
    "include gone": {path: SITE[path] for path in ("data/x.yml", "mkdocs.yml")},
    "configuration changed": {**SITE, "mkdocs.yml": b"other"},
    "configuration gone": {path: SITE[path] for path in ("data/x.yml", "a/b.md")},
    "nearer configuration": {**SITE, "a/conf.py": b""},
    "data changed": {**SITE, "data/x.yml": b"two\nrest"},
    "data changed where no variable is": {**SITE, "data/x.yml": b"one\nmore"},
    "data added": {**SITE, "data/y.yml": b""},
    "something else": {**SITE, "a/c.md": b"# C"},
}


@pytest.mark.parametrize(
    ("questions", "fatal"),
    [
        (lambda one: one.files.data("a/b.md"), {"include changed", "include gone"}),
        (lambda one: one.files.text("a/b.md"), {"include changed", "include gone"}),
        (lambda one: one.files.has("mkdocs.yml"), {"configuration gone"}),
        (lambda one: one.files.text("mkdocs.yml"), {"configuration changed", "configuration gone"}),
        (lambda one: one.files.has("a/conf.py"), {"nearer configuration"}),
        (lambda one: one.files.text("a/conf.py"), {"nearer configuration"}),
        (lambda one: one.files.data("a/conf.py"), {"nearer configuration"}),
        (lambda one: [one.files.has(f"a/{name}") for name in ("x", "conf.py", "y")], {"nearer configuration"}),
        (lambda one: one.files.names("data", ".yml"), {"data added"}),
        (lambda one: one.files.variables(first_lines), {"data added", "data changed"}),
        (lambda one: one.files.has("a\0b"), set()),
        (lambda _: None, set()),
    ],
)
def test_a_result_ends_with_the_changes_that_it_depends_on(
    questions: Callable[[Recorder], object], fatal: set[str]
) -> None:
    dependencies = asked(questions, answers(SITE))

    assert {name for name, site in CHANGES.items() if not answers(site).hold(dependencies)} == fatal


def test_the_pages_of_a_folder_ask_one_question_of_what_is_not_there() -> None:
    def neighbours(one: Recorder) -> None:
        for name in ("conf.py", "mkdocs.yml", "_config.yml"):
            one.files.has(f"docs/{name}")

    assert asked(neighbours, answers({})).questions == ("absent docs/\0_config.yml\0conf.py\0mkdocs.yml",)


def test_a_file_that_changed_during_the_run_is_noted_as_it_was_read() -> None:
    site = dict(SITE)
    during = answers(site)
    first = asked(lambda one: one.files.data("a/b.md"), during)
    assert during.hold(first)
    site["a/b.md"] = b"# later"
    second = asked(lambda one: one.files.data("a/b.md"), during)

    assert (answers(SITE).hold(first), answers(SITE).hold(second), answers(site).hold(second)) == (True, False, True)


def test_variables_from_a_reader_that_is_no_longer_known_never_hold() -> None:
    dependencies = asked(lambda one: one.files.variables(first_lines), answers(SITE))

    assert not Answers(Folder(SITE), PageSet((), BASE)).hold(dependencies)


@pytest.mark.parametrize("question", ["", "open /etc/passwd", "data", "names a"])
def test_a_question_that_is_none_never_holds(question: str) -> None:
    assert not answers({}).hold(Dependencies((question,), ""))


def test_answers_of_different_types_have_different_digests() -> None:
    found = [digest_of(answer) for answer in (None, True, False, "", b"", (), "null", b"null", ("null",))]

    assert len(set(found)) == len(found)


# --- pages ---------------------------------------------------------------------------------------------------------

NAME = st.sampled_from(["a", "b", "index", "README", "a b", "a-b"])
PATH = st.builds(
    lambda folder, name, end: folder + name + end, st.sampled_from(["", "a/", "b/a/"]), NAME, st.just(".md")
)
PATHS = st.lists(st.builds(lambda path, x: path + x, PATH, st.sampled_from(["", "x"])), unique=True).map(tuple)
HREF = st.builds(
    lambda start, path, end: start + path.removesuffix(".md") + end,
    st.sampled_from(["", "/", "../", "source:", "source:/", "https://x.example/", "{{ x }}/"]),
    PATH,
    st.sampled_from(["", ".md", ".html", "/", "#part", "?q"]),
)
WEB = st.sampled_from([None, "https://docs.example/"])


def addresses(hrefs: list[str], path: str, pages: PageSet) -> list[str | None]:
    return [pages.document(path), pages.url(path, ".html"), *(pages.address_of(href, path, ".html") for href in hrefs)]


@settings(deadline=None, max_examples=300)
@given(PATHS, PATHS, st.lists(HREF, max_size=6), PATH, WEB)
def test_while_a_result_holds_its_links_lead_where_they_led(
    before: tuple[str, ...], after: tuple[str, ...], hrefs: list[str], path: str, web: str | None
) -> None:
    old, new = answers({}, before, web), answers({}, after, web)
    recorder = Recorder(old)
    found = addresses(hrefs, path, recorder.pages)

    assert found == addresses(hrefs, path, old.pages)
    assert answers({}, before, web).hold(recorder.dependencies)
    assert not new.hold(recorder.dependencies) or found == addresses(hrefs, path, new.pages)


def test_a_page_that_is_added_elsewhere_ends_no_result() -> None:
    before = answers({}, ("a.md", "b.md"))
    dependencies = asked(lambda one: addresses(["b.html", "none.html", "#x"], "a.md", one.pages), before)

    assert answers({}, ("a.md", "b.md", "c.md")).hold(dependencies)
    assert not answers({}, ("a.md", "b.md", "none.md")).hold(dependencies)
    assert not answers({}, ("a.md", "b.md", "a.mdx")).hold(dependencies)


@settings(deadline=None)
@given(PATHS, PATH)
def test_a_page_is_known_by_the_end_of_its_path(paths: tuple[str, ...], path: str) -> None:
    ending = without_extension(path)
    found = [one for one in paths if f"/{without_extension(one)}".endswith(f"/{ending}")]

    assert PageIndex(paths).ending(ending) == (found[0] if len(found) == 1 else None)


def test_a_source_path_that_is_no_address_leads_nowhere() -> None:
    assert PageSet(("a.md",), BASE).address_of("source://[x", "a.md", "") is None


# --- both ----------------------------------------------------------------------------------------------------------

FILES = st.dictionaries(
    st.sampled_from(["mkdocs.yml", "a/conf.py", "a/b/_config.yml", "_config.yml", "_data/x.yml", "a/inc.md", "inc.md"]),
    st.sampled_from([b"", b"extra:\n  a: b\n", b"x: y\n", b"# C\n"]),
)


def neighbourhood(files: Files) -> tuple[str, Mapping[str, str], bytes | None]:
    """Return what the reading of a page takes from the files beside it."""
    name = dialects.detect("a/b/c.md", "", files)
    return name, files.variables(dialects.get(name).variables), files.data("a/inc.md") or files.data("inc.md")


def write(root: Path, content: Mapping[str, bytes]) -> Answers:
    for path, data in content.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    readers = [dialects.get(name).variables for name in dialects.names()]
    return Answers(SiteFolder(root), PageSet((), BASE), readers)


@settings(deadline=None)
@given(FILES, FILES)
def test_while_a_result_holds_the_files_beside_its_page_say_what_they_said(
    tmp_path_factory: pytest.TempPathFactory, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> None:
    old, new = (write(tmp_path_factory.mktemp("site"), content) for content in (before, after))
    recorder = Recorder(old)
    found = neighbourhood(recorder.files)

    assert found == neighbourhood(old.files)
    assert old.hold(recorder.dependencies)
    assert not new.hold(recorder.dependencies) or found == neighbourhood(new.files)
    assert before != after or new.hold(recorder.dependencies)


def test_dependencies_can_be_sent_to_another_process() -> None:
    dependencies = asked(lambda one: one.files.data("a/b.md"), answers(SITE))

    assert pickle.loads(pickle.dumps(dependencies)) == dependencies  # noqa: S301
