"""Deelgemeenten as agents: who they are on the first day, and what is left of them."""

from datetime import date

from reformsim.model import ReformModel
from reformsim.model.faces.actors import SubMunicipality
from reformsim.scenario import Scenario, load_scenario


def faces(model):
    return {face.code: face for face in model.agents_by_type[SubMunicipality]}


def test_on_the_first_day_amsterdam_and_rotterdam_have_553_office_holders_in_deelgemeenten():
    both = faces(ReformModel(load_scenario("baseline-2011")))
    assert {code: (f.councillors, f.executives, f.tier) for code, f in both.items()} == {
        "GM0363": (203, 29, True),
        "GM0599": (272, 49, True),
    }


def test_after_their_abolition_commissions_are_no_tier():
    lever = {
        "lever": "abolish_sub_municipal_councils",
        "date": date(2012, 1, 1),
        "replacement": "gebiedscommissie",
        "replacement_share": 0.5,
        "source": "assumption",
    }
    base = load_scenario("baseline-2011")
    model = ReformModel(Scenario(**{**dict(base), "horizon": {"start": 2011, "end": 2012}, "levers": [lever]}))
    model.run()
    rotterdam = faces(model)["GM0599"]
    assert (rotterdam.councillors, rotterdam.executives, rotterdam.tier) == (136, 0, False)
