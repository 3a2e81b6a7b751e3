"""Which concepts a text names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Annotator
from kg.matching import words_of
from kg.model import Code, Element, Node, Text
from kg.vocabulary import Concept, Kind, Label, Vocabulary, load


def concept(name: str, *labels: str, kind: Kind = "mechanism", **rest: object) -> Concept:
    preferred, *others = labels
    return Concept(f"m:{name}", kind, Label(preferred), tuple(map(Label, others)), **rest)  # type: ignore[arg-type]


def annotator_of(*concepts: Concept) -> Annotator:
    return Annotator(Vocabulary({one.iri: one for one in concepts}))


def text(value: str) -> tuple[Node, ...]:
    return (Text(value, 0, len(value)),)


def mechanisms(annotator: Annotator, value: str, *context: str) -> list[str]:
    return [mention.concept.removeprefix("m:") for mention in annotator.annotate(text(value), context)[0]]


def providers(annotator: Annotator, value: str, *context: str) -> list[str]:
    return [mention.concept.removeprefix("m:") for mention in annotator.annotate(text(value), context)[1]]


SHORT = annotator_of(
    concept("s3", "S3"),
    concept("tls", "TLS"),
    concept("tls12", "TLS 1.2", broader=("m:tls",)),
    concept("aes", "AES"),
    concept("aes256", "AES-256", broader=("m:aes",)),
    concept("gcm", "AES-256-GCM", broader=("m:aes256",)),
    concept("password", "username/password", "password"),
    concept("client", "client certificate"),
    concept("policy", "access policy"),
    concept("key", "access key"),
    concept("api", "API"),
    concept("gpu", "GPU"),
    concept("cli", "CLI"),
    concept("logs", "audit logs"),
    concept("node", "Node.js"),
    concept("sign", "署名"),
)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("S3’s", ["s3"]),
        ("S3's", ["s3"]),
        ("users’ keys", ["users", "keys"]),
        ("o'clock", ["o", "clock"]),
        ("TLS-1.2", ["tls", "1.2"]),
        ("TLS 1.2.", ["tls", "1.2", ""]),
        ("Node.js", ["node.js"]),
        ("SSL/TLS", ["ssl", "/", "tls"]),
        ("a, b", ["a", "", "b"]),
        ("a (b)", ["a", "", "b", ""]),
        ("a\u2011b\u00a0c\nd", ["a", "b", "c", "d"]),
        ("a – b", ["a", "", "b"]),
        ("see https://a.example/tls now", ["see", "", "now"]),
        ("see www.a.example/tls", ["see", ""]),
        ("mail tls@a.example now", ["mail", "", "now"]),
        ("tls_cert a", ["", "a"]),
        ("暗号化 TLS", ["暗", "号", "化", "tls"]),
        ("TLS接続", ["tls", "接", "続"]),
        ("Größe", ["grösse"]),
        ("", []),
    ],
)
def test_a_text_is_words_and_stops(written: str, words: list[str]) -> None:
    assert [word.folded for word in words_of(written)] == words


@pytest.mark.parametrize(
    "written", ["AWS S3’s encryption", "AWS S3's encryption", "on S3.", "S3, GCS", "(S3)", "“S3”", "S3/GCS"]
)
def test_a_word_ends_at_an_apostrophe_and_at_any_sign(written: str) -> None:
    assert mechanisms(SHORT, written) == ["s3"]


@pytest.mark.parametrize("written", ["S34", "AS3", "S3.1", "S3_bucket", "my_S3", "S 3", "S-3"])
def test_a_part_of_a_word_is_no_word(written: str) -> None:
    assert mechanisms(SHORT, written) == []


@pytest.mark.parametrize(
    "written", ["client certificate", "client-certificate", "Client\u2011Certificate", "CLIENT\ncertificate"]
)
def test_a_hyphen_and_a_blank_are_one(written: str) -> None:
    assert mechanisms(SHORT, written) == ["client"]


@pytest.mark.parametrize(
    "written", ["client, certificate", "client/certificate", "client (certificate", "client: certificate"]
)
def test_no_label_goes_across_another_sign(written: str) -> None:
    assert mechanisms(SHORT, written) == []


@pytest.mark.parametrize("written", ["username/password", "Username / Password", "a username/password."])
def test_a_slash_is_a_word_of_a_label(written: str) -> None:
    assert [mention.label for mention in SHORT.annotate(text(written))[0]] == ["username/password"]


def test_a_slash_parts_two_names() -> None:
    assert mechanisms(SHORT, "TLS/S3") == ["tls", "s3"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("access keys", ["key"]),
        ("access policies", ["policy"]),
        ("audit log", ["logs"]),
        ("audit logs", ["logs"]),
        ("APIs", ["api"]),
        ("GPUs and CLIs", ["gpu", "cli"]),
        ("access keyss", []),
        ("access police", []),
    ],
)
def test_a_plural_matches_its_singular(written: str, found: list[str]) -> None:
    assert mechanisms(SHORT, written) == found


@pytest.mark.parametrize("written", ["s3", "tls", "Tls", "api", "apis", "Apis", "aes"])
def test_case_counts_for_a_label_of_three_characters(written: str) -> None:
    assert mechanisms(SHORT, written) == []


@pytest.mark.parametrize(
    ("written", "found"), [("tls 1.2", "tls12"), ("NODE.JS", "node"), ("aes-256", "aes256"), ("PASSWORD", "password")]
)
def test_case_does_not_count_for_a_longer_label(written: str, found: str) -> None:
    assert mechanisms(SHORT, written) == [found]


@pytest.mark.parametrize(
    "written", ["https://a.example/TLS/S3", "www.example.com/S3", "S3@a.example", "http://S3/ API_key"]
)
def test_addresses_and_identifiers_are_no_text(written: str) -> None:
    assert mechanisms(SHORT, written) == []


def test_a_cjk_label_needs_no_blanks_around_it() -> None:
    assert mechanisms(SHORT, "電子署名とTLSを使用") == ["sign", "tls"]


def test_the_longest_label_wins() -> None:
    assert [mention.label for mention in SHORT.annotate(text("AES-256-GCM"))[0]] == ["AES-256-GCM"]


def test_of_two_labels_that_overlap_the_longer_wins_wherever_it_begins() -> None:
    annotator = annotator_of(concept("a", "one two"), concept("b", "two three four"))

    assert mechanisms(annotator, "one two three four") == ["b"]


def test_of_two_labels_of_one_length_that_overlap_the_first_wins() -> None:
    annotator = annotator_of(concept("a", "two three"), concept("b", "one two"))

    assert mechanisms(annotator, "one two three") == ["b"]


def test_a_mechanism_that_is_broader_than_another_one_goes() -> None:
    assert mechanisms(SHORT, "TLS, best TLS 1.2; AES with AES-256-GCM") == ["tls12", "gcm"]


def test_a_mechanism_that_is_broader_than_none_stays() -> None:
    assert mechanisms(SHORT, "TLS and AES") == ["tls", "aes"]


def test_a_mechanism_that_is_named_twice_is_named_once() -> None:
    assert mechanisms(SHORT, "S3, TLS, S3") == ["s3", "tls"]


def test_providers_all_stay() -> None:
    annotator = annotator_of(
        concept("aws", "AWS", kind="provider"),
        concept("s3", "Amazon S3", kind="provider", broader=("m:aws",)),
    )

    assert providers(annotator, "Amazon S3 by AWS") == ["s3", "aws"]


def test_each_vocabulary_is_matched_by_itself() -> None:
    annotator = annotator_of(concept("kms", "AWS KMS"), concept("aws", "AWS", kind="provider"))

    assert (mechanisms(annotator, "AWS KMS"), providers(annotator, "AWS KMS")) == (["kms"], ["aws"])


SSE = annotator_of(
    concept(
        "encryption", "SSE", "server-side encryption", ambiguous=frozenset({"SSE"}), context=("encryption", "at rest")
    ),
    concept("events", "SSE", "server-sent events", ambiguous=frozenset({"SSE"}), context=("streaming",)),
    concept("roles", "roles", ambiguous=frozenset({"roles"})),
)


@pytest.mark.parametrize(
    ("written", "context", "found"),
    [
        ("SSE is on", (), []),
        ("SSE is on, at rest", (), ["encryption"]),
        ("SSE", ("Encryption",), ["encryption"]),
        ("SSE", ("A heading", "streaming"), ["events"]),
        ("server-side encryption", (), ["encryption"]),
        ("server-sent events", (), ["events"]),
        ("SSE", ("at the rest",), []),
        ("roles", ("roles",), []),
    ],
)
def test_an_ambiguous_label_needs_its_context(written: str, context: tuple[str, ...], found: list[str]) -> None:
    assert mechanisms(SSE, written, *context) == found


TOPIC = annotator_of(
    concept("encryption", "Encryption", "encryption in general", is_top=True),
    concept("tls", "TLS", broader=("m:encryption",)),
)


def test_a_topic_matches_no_text() -> None:
    assert mechanisms(TOPIC, "Encryption by TLS, encryption in general") == ["tls"]


@pytest.mark.parametrize(
    ("label", "topic"),
    [("Encryption", "m:encryption"), ("encryption", "m:encryption"), ("Encryption at rest", ""), ("TLS", ""), ("", "")],
)
def test_a_topic_is_the_subject_of_a_label_that_equals_it(label: str, topic: str) -> None:
    assert TOPIC.topic_of(label) == topic


def test_a_name_may_have_a_remark_in_its_middle() -> None:
    annotator = annotator_of(concept("audio", "LE Audio"), concept("energy", "Low Energy"))

    assert sorted(mechanisms(annotator, "LE (Low Energy) Audio")) == ["audio", "energy"]


def code(value: str) -> Code:
    return Code(value, 0, len(value) + 2)


@pytest.mark.parametrize("value", ["TLS", "AES-256", "client certificate"])
def test_a_code_span_may_be_a_name(value: str) -> None:
    assert len(SHORT.annotate((code(value),))[0]) == 1


@pytest.mark.parametrize("value", ["/etc/TLS", "TLS_CERT", "$TLS", "TLS=1", "{TLS}", "--TLS", "TLS.crt"])
def test_a_code_span_that_is_a_path_or_an_identifier_names_nothing(value: str) -> None:
    assert SHORT.annotate((code(value),)) == ((), ())


@pytest.mark.parametrize(
    ("value", "broader"),
    [
        ("CREATE USER x", "sql-statement"),
        ("ALTER TABLE...EXPERIMENTAL AUDIT", "sql-statement"),
        ("kubectl get pods", "command"),
        ("mytool sign --key x", "command"),
    ],
)
def test_a_code_span_that_reads_as_a_statement_or_command_is_one(value: str, broader: str) -> None:
    (mention,) = SHORT.annotate((code(value),))[0]

    assert (mention.concept, mention.label, mention.broader.rpartition("/")[2]) == ("", value, broader)


@pytest.mark.parametrize("value", ["ALTER", "create user", "true", "x --", "user name"])
def test_a_code_span_that_reads_as_neither_is_none(value: str) -> None:
    assert SHORT.annotate((code(value),)) == ((), ())


def test_the_name_of_a_link_is_text_and_its_target_is_not() -> None:
    link = Element("a", (("href", "https://a.example/S3"),), text("with TLS"), 0, 40, (1, 9))

    assert [mention.label for mention in SHORT.annotate((link,))[0]] == ["TLS"]


LABELS = [
    "S3", "TLS", "TLS 1.2", "AES", "AES-256", "AES-256-GCM", "username/password", "password", "client certificate",
    "access policy", "access key", "API", "audit logs", "Node.js",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(LABELS), max_size=5), st.sampled_from([", ", "; ", " (", ". "]))
def test_every_name_in_a_list_of_names_is_found_but_broader_ones(names: list[str], joint: str) -> None:
    above = {"TLS": {"TLS 1.2"}, "AES": {"AES-256", "AES-256-GCM"}, "AES-256": {"AES-256-GCM"}}
    expected = {name for name in names if not above.get(name, set()) & set(names)}
    found = {mention.label for mention in SHORT.annotate(text(joint.join(names)))[0]}

    assert {name.removeprefix("username/") for name in found} == {name.removeprefix("username/") for name in expected}


@settings(deadline=None)
@given(st.text(st.sampled_from("TLS S3aes-/.,'’_@:w1 2(%s)é暗")))
def test_any_text_can_be_searched(value: str) -> None:
    found = SHORT.annotate(text(value))[0]

    assert len({mention.concept for mention in found}) == len(found)


# --- the shipped vocabulary ----------------------------------------------------------------------------------------

VOCABULARY = load()
SHIPPED = Annotator(VOCABULARY)


def named(value: str) -> set[str]:
    return {mention.concept for mentions in SHIPPED.annotate(text(value)) for mention in mentions}


def test_every_example_names_its_concept() -> None:
    failures = [
        (one.iri, example)
        for one in VOCABULARY.concepts.values()
        for example in one.examples
        if one.iri not in named(example)
    ]

    assert failures == []


def test_no_counterexample_names_its_concept() -> None:
    failures = [
        (one.iri, example)
        for one in VOCABULARY.concepts.values()
        for example in one.counterexamples
        if one.iri in named(example)
    ]

    assert failures == []


def test_every_label_that_is_not_ambiguous_names_its_concept() -> None:
    failures = [
        (one.iri, label.text)
        for one in VOCABULARY.concepts.values()
        for label in one.labels
        if not one.is_top and label.text not in one.ambiguous and one.iri not in named(label.text)
    ]

    assert failures == []


@pytest.mark.parametrize(
    ("value", "mechanism", "provider"),
    [
        ("Inter-node authentication using TLS 1.2", {"tls-1-2"}, set()),
        ("Sign in with TLS 1.2 or username/password", {"tls-1-2", "password-authentication"}, set()),
        ("Backups are encrypted using AWS S3’s server-side encryption", {"sse-s3"}, {"amazon-s3"}),
        ("AWS clusters and AWS S3", {"amazon-s3"}, {"aws", "amazon-s3"}),
        ("Role-based access control", {"rbac"}, set()),
        ("Encryption, authorization and authentication", set(), set()),
        ("See https://aws.amazon.com/kms or mail tls@okta.com", set(), set()),
    ],
)
def test_a_text_names_what_the_contract_says(value: str, mechanism: set[str], provider: set[str]) -> None:
    found = SHIPPED.annotate(text(value))

    assert [{mention.concept.rpartition("/")[2] for mention in mentions} for mentions in found] == [mechanism, provider]
