"""Rules of the world: switches and numbers that reforms set."""

from __future__ import annotations

import pytest

from reformsim.errors import UnknownNameError
from reformsim.model.rules import Rules, rule_table


def test_every_rule_has_a_meaning_and_a_first_value_among_its_choices():
    for name, entry in rule_table().items():
        assert entry["meaning"], name
        first = entry["value"] if isinstance(entry["value"], list) else [entry["value"]]
        assert entry["choices"] is None or set(first) <= set(entry["choices"]), name


def test_rules_start_as_the_table_says():
    rules = Rules()
    assert rules["merger.initiators"] == ("municipality", "province") and rules["merger.consent"] == "unanimous"


def test_one_runs_rules_are_not_anothers():
    one, other = Rules(), Rules()
    one.set("province.push", 0.5)
    assert other["province.push"] == 0.0


def test_a_single_initiator_is_a_list_of_one():
    rules = Rules()
    rules.set("merger.initiators", "minister")
    assert rules["merger.initiators"] == ("minister",)


def test_an_unknown_rule_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"did you mean 'merger\.consent'"):
        Rules().set("merger.consents", "majority")


@pytest.mark.parametrize(("rule", "value"), [("merger.consent", "most"), ("merger.initiators", ["province", "king"])])
def test_a_value_outside_the_choices_is_refused(rule, value):
    rules = Rules()
    with pytest.raises(UnknownNameError):
        rules.set(rule, value)
    assert rules[rule] == Rules()[rule]
