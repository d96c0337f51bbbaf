"""What the served page may be asked, by whom, and that nothing else comes of any request."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformsim.serving.limits import Limits
from reformsim.serving.running import State
from reformsim.serving.site import Asked
from tests.fuzzing import TOKENS, fuzzed
from tests.serving.given import HOST, OWN, TOKEN, Noting, asked, site, text, told


def test_the_page_is_given_to_who_has_the_token_and_asks_its_own_server_alone() -> None:
    answer = site().answer(asked(""))
    shown = answer.content.decode()
    assert (answer.status, answer.kind) == (200, "text/html; charset=utf-8")
    assert "form-action 'none'; connect-src 'self'\"" in shown and 'id="own"' in shown and "fetch(" in shown
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize("token", ["", "A-token", "a-toke", "a-token2", "é", "%61-token", "\ud800"])
@pytest.mark.parametrize("name", ["", "state", "check", "own-1", "nothing"])
def test_nothing_at_all_is_told_without_the_token(token: str, name: str) -> None:
    answer = site().answer(asked(name, token=token))
    assert answer.status == 403 and b"token" in answer.content and TOKEN.encode() not in answer.content


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8000", "8000"],
)
def test_a_name_that_is_not_ours_is_refused_for_a_page_elsewhere_may_have_it_lead_here(host: str) -> None:
    assert site().answer(asked("", host=host)).status == 403
    assert site().answer(asked("run", text(), host=host)).status == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"])
def test_all_names_of_this_machine_on_loopback_are_ours(host: str) -> None:
    assert site().answer(asked("", host=host)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:8000"},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "http://[broken"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_another_page_of_the_browser_can_have_nothing_done(headers: dict[str, str]) -> None:
    runner = Noting()
    assert site(runner).answer(asked("run", text(), **headers)).status == 403
    assert site(runner).answer(asked("stop", {}, **headers)).status == 403
    assert (runner.begun, runner.stops) == ([], 0)
    assert site(runner).answer(asked("stop", {}, origin=f"http://{HOST}", sec_fetch_site="same-origin")).status == 200


def test_a_check_tells_all_mistakes_with_their_line_and_the_nearest_word_in_both_languages() -> None:
    wrong = f"{OWN}replicats: 3\nlevers:\n  - lever: province_pus\n"
    found = told(site().answer(asked("check", text(wrong))))
    assert [(one["file"], one["line"]) for one in found["problems"]] == [("", 3), ("", 5)]
    first, second = (one["said"] for one in found["problems"])
    assert "did you mean 'replicates'?" in first["en"] and "bedoeld: 'replicates'?" in first["nl"]
    assert "did you mean 'province_push'?" in second["en"]
    assert told(site().answer(asked("check", text()))) == {"problems": [], "notes": []}


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("extends: /etc/passwd\n", "expected a shipped scenario or one of this page"),
        ("extends: ../own.yaml\n", "expected a shipped scenario or one of this page"),
        ("extends: own.yaml\n", "expected a shipped scenario or one of this page"),
        ("extends: scenarios/bas.yaml\n", "did you mean 'scenarios/base.yaml'?"),
        ("extends: baseline-2O11\n", "did you mean 'baseline-2011'?"),
        (f"{OWN}territory: /etc\n", "a page reads no folder"),
        (f"{OWN}territory: ./toy\n", "a page reads no folder"),
        (f"{OWN}plugins: [own.py]\n", "plugins are code"),
        ("%YAML 9\n--- !!python/object:os.system x\n", ""),
    ],
)
def test_a_text_can_have_no_file_read_and_no_code_run(own: str, said: str) -> None:
    runner = Noting()
    answer = site(runner).answer(asked("run", text(own)))
    assert answer.status == 422 and runner.begun == []
    assert said in " ".join(one["said"]["en"] for one in told(answer)["problems"])


def test_a_scenario_in_order_runs_beside_the_first_with_what_was_asked() -> None:
    runner = Noting(state=State(1, "running", 1, 4))
    answer = site(runner).answer(asked("run", text()))
    assert (answer.status, told(answer)["state"], told(answer)["planned"]) == (202, "running", 4)
    ((first, own),) = runner.begun
    assert (first.name, own.name, own.replicates, own.horizon.end) == ("base", "own", 2, 2012)
    runner.busy = True
    assert site(runner).answer(asked("run", text())).status == 409


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"[" * 5000, 400),
        (b'{"text": "\\ud800", "replicates": 1, "until": 2012}', 400),
        ({**text(), "path": "/etc"}, 400),
        (text(replicates=0), 400),
        (text(replicates=17), 400),
        ({**text(), "until": "2012"}, 400),
        (text(until=10**30), 400),
        (b" " * 100_001, 413),
    ],
)
def test_what_is_not_of_the_form_or_too_much_is_refused(content: object, status: int) -> None:
    assert site().answer(asked("run", content)).status == status


def test_years_beyond_the_limit_or_the_data_are_told_as_mistakes() -> None:
    for until in (2010, 2051, 2150):
        (one,) = told(site().answer(asked("check", text(until=until))))["problems"]
        assert str(until) in one["said"]["en"] and one["said"]["nl"] != one["said"]["en"]
    few = site(limits=Limits(replicates=3)).told()
    assert (few["replicates"]["most"], few["until"]) == (3, {"first": 2011, "last": 2013})


@pytest.mark.parametrize(
    ("name", "method", "status"),
    [
        ("own-1", "GET", 200),
        ("own-2", "GET", 404),
        ("own-01", "GET", 404),
        ("own-1/../../x", "GET", 403),
        ("own-\u0661", "GET", 404),
        ("state", "HEAD", 200),
        ("state", "POST", 405),
        ("run", "GET", 405),
        ("", "POST", 405),
        ("", "DELETE", 405),
        ("manifest.json", "GET", 404),
    ],
)
def test_there_is_a_page_for_each_own_result_and_nothing_else(name: str, method: str, status: int) -> None:
    assert site().answer(asked(name, method=method)).status == status


NAMES = st.sampled_from(["", "check", "run", "stop", "state", "own-1", "own-2", *TOKENS[:40], "../..", "%2e%2e/"])
PIECES = st.sampled_from(
    [*TOKENS, OWN, "levers:\n", "  - lever: province_push\n", "extends: ", "plugins: ", "territory: "]
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.lists(PIECES, max_size=6).map(lambda parts: json.dumps(text("".join(parts))).encode("utf-8", "replace")),
    st.builds(
        lambda *values: json.dumps(dict(zip(("text", "replicates", "until"), values, strict=True))).encode(),
        *[st.one_of(st.none(), st.integers(), st.text(max_size=20), st.floats(), st.just(OWN))] * 3,
    ),
)
REQUESTS = st.builds(
    lambda method, token, name, body, headers: Asked(method, f"/{token}/{name}", headers, body),
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS", "x"]),
    st.one_of(st.just(TOKEN), st.just(TOKEN), st.text(max_size=5)),
    NAMES,
    BODIES,
    st.fixed_dictionaries(
        {"host": st.one_of(st.just(HOST), st.just(HOST), st.text(max_size=12))},
        optional={
            "content-type": st.sampled_from(["application/json", "application/json", "text/plain", "\x00"]),
            "origin": st.one_of(st.just(f"http://{HOST}"), st.text(max_size=12)),
        },
    ),
)


@fuzzed(120)
@given(REQUESTS)
def test_whatever_is_asked_has_an_answer_and_nothing_begins_that_is_not_in_order(request: Asked) -> None:
    runner = Noting()
    answer = site(runner).answer(request)
    assert answer.status in (200, 202, 400, 403, 404, 405, 413, 415, 422)
    assert b"root:x:" not in answer.content and b"Traceback" not in answer.content
    if not request.target.startswith(f"/{TOKEN}/") or request.headers["host"] != HOST:
        assert answer.status == 403 and not runner.stops
    assert all(own.territory == first.territory and not own.plugins for first, own in runner.begun)
    assert (answer.status == 202) == bool(runner.begun)
