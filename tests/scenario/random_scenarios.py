"""Hypothesis strategies: any scenario of valid levers that can be carried out one after the other."""

import datetime as dt

import yaml
from hypothesis import strategies as st

from reformsim.behaviour import load_behaviour
from reformsim.errors import formula
from reformsim.levers import LEVERS
from reformsim.scenario import Scenario
from reformsim.tasks import load_tasks
from reformsim.territory import load_territory

TERRITORY = load_territory("netherlands-2011")
LAYERS = ("rijk", "provincie", "gemeente", "waterschap")

words = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)
    .map(str.strip)
    .filter(lambda text: len(text) >= 3)
)
shares = st.floats(0.01, 1.0)
places = st.one_of(
    st.none(),
    st.fixed_dictionaries({"units": st.lists(st.sampled_from(TERRITORY.codes), max_size=4, unique=True)}),
    st.fixed_dictionaries({"provinces": st.lists(st.sampled_from(TERRITORY.province_codes), max_size=3, unique=True)}),
    st.fixed_dictionaries(
        {
            "regions": st.fixed_dictionaries(
                {"wgr_plus": st.lists(st.sampled_from(TERRITORY.divisions["wgr_plus"].region_codes), max_size=2)}
            )
        }
    ),
)
seats = st.one_of(
    st.fixed_dictionaries({"factor": st.floats(0.3, 1.2)}),
    st.fixed_dictionaries(
        {"table": st.just([{"up_to": 20_000, "seats": 9}, {"up_to": 90_000, "seats": 21}, {"seats": 33}])}
    ),
)
divisions = st.sampled_from(sorted(TERRITORY.divisions))


@st.composite
def moves(draw):
    carrier = draw(st.sampled_from(LAYERS))
    values = {
        "task": draw(st.sampled_from(load_tasks().ids)),
        "carrier": carrier,
        "involved": [
            carrier,
            *draw(st.lists(st.sampled_from([x for x in LAYERS if x != carrier]), unique=True)),
        ],
        "discount": draw(st.floats(0.0, 1.0)),
    }
    if carrier == "gemeente":
        values["coverage"] = {"division": draw(divisions), "grace_years": draw(st.integers(0, 5))}
    return values


PARAMETERS = {
    "smaller_councils": seats,
    "smaller_provincial_councils": seats,
    "smaller_colleges": st.fixed_dictionaries({"share": shares, "minimum": st.integers(1, 4)}),
    "fewer_deputies": st.fixed_dictionaries({"minimum": st.integers(1, 3), "maximum": st.integers(3, 9)}),
    "abolish_sub_municipal_councils": st.fixed_dictionaries(
        {"replacement": st.just("gebiedscommissie"), "replacement_share": shares}
    ),
    "abolish_wgr_plus": st.fixed_dictionaries(
        {
            "tasks_to": st.dictionaries(st.sampled_from(load_tasks().ids), st.sampled_from(LAYERS), max_size=3),
        }
    ),
    "limit_layers": st.fixed_dictionaries({"maximum": st.integers(1, 5)}),
    "decentralise_task": moves(),
    "require_coverage": st.fixed_dictionaries(
        {
            "tasks": st.lists(st.sampled_from(load_tasks().ids), min_size=1, max_size=3, unique=True),
            "division": divisions,
            "fallback": st.sampled_from(["imposed", "none"]),
        }
    ),
    "mergers_from_below": st.fixed_dictionaries({"consent": st.sampled_from(["unanimous", "majority"])}),
    "merger_initiators": st.fixed_dictionaries(
        {"initiators": st.permutations(["municipality", "province", "minister"]), "push": shares}
    ),
    "minimum_size": st.fixed_dictionaries({"inhabitants": st.none() | st.integers(1, 200_000)}),
    "amend_wgr": st.fixed_dictionaries(
        {"version": st.sampled_from(["2011", "2015", "2022"]), "obligation": st.booleans()}
    ),
    "prefer_public_law": st.fixed_dictionaries({"preference": shares, "private_allowed": st.booleans()}),
    "province_push": st.fixed_dictionaries({"strength": shares}),
    "merge_provinces": st.fixed_dictionaries(
        {
            "members": st.lists(st.sampled_from(TERRITORY.province_codes), min_size=2, max_size=4, unique=True),
            "name": words.filter(lambda name: not formula(name)),
            "code": st.just("PV99"),
        }
        # The example of delta_cooperation needs two of its three provinces.
    ).filter(lambda one: not {"PV28", "PV29", "PV30"} <= set(one["members"])),
    "water_board_elections": st.fixed_dictionaries(
        {
            "mode": st.sampled_from(["direct", "combined_provincial", "indirect_councils"]),
            "reserved_seats": st.none() | st.integers(0, 9),
        }
    ),
    "water_board_size": st.fixed_dictionaries({"seats": st.integers(18, 30)}),
    "smaller_parliament": st.fixed_dictionaries(
        {"house": st.integers(1, 200), "senate": st.none() | st.integers(1, 100)}
    ),
}

for _name in ("infrastructure_authority", "metropolitan_region"):
    # Without ending plusregio's, which another lever may have ended.
    _own = yaml.safe_load(LEVERS[_name].example)
    PARAMETERS[_name] = st.just({key: _own[key] for key in ("name", "area", "tasks")})

for _name, _kind in LEVERS.items():
    # A lever without a strategy of its own is drawn as its example.
    _own = {
        k: v for k, v in yaml.safe_load(_kind.example).items() if k not in ("lever", "id", "date", "source", "where")
    }
    PARAMETERS.setdefault(_name, st.just(_own))


@st.composite
def levers(draw, name: str, year: int, whole: tuple[str, ...] = ()):
    values = {"lever": name, "date": dt.date(year, 1, 1), "source": draw(words)}
    parameters = draw(PARAMETERS[name])
    values |= {k: v for k, v in parameters.items() if v is not None or k == "inhabitants"}
    place = draw(places)
    ends = values.get("inhabitants", 0) is None  # A norm ends everywhere.
    if place is not None and not ends and LEVERS[name].scope not in ("nation", *whole):
        values["where"] = place
    lever = LEVERS[name].model_validate(values)
    if list(lever.complaints(TERRITORY)):  # The place leaves too little to found something in.
        lever = LEVERS[name].model_validate({k: v for k, v in values.items() if k != "where"})
    return lever


@st.composite
def scenarios(draw):
    """Levers of different kinds, each in a year of its own, with random behaviour within its ranges."""
    names = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), unique=True, max_size=8))
    years = draw(st.permutations(range(2012, 2031)))
    # A place may not name a province that has merged.
    whole = ("provinces",) if "merge_provinces" in names else ()
    behaviour = load_behaviour()
    chosen = draw(st.lists(st.sampled_from(behaviour.names), unique=True, max_size=4))
    return Scenario(
        name=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", fullmatch=True)),
        title=draw(words),
        description=draw(words),
        horizon={"start": 2011, "end": 2030},
        replicates=draw(st.integers(1, 100_000)),
        seed=draw(st.integers(0, 2**63 - 1)),
        levers=tuple(draw(levers(name, year, whole)) for name, year in zip(names, years, strict=False)),
        behaviour={n: draw(st.floats(behaviour.low(n), behaviour.high(n))) for n in chosen},
        uncertainties={
            n: {"low": behaviour.low(n), "high": behaviour.high(n)}
            for n in chosen
            if behaviour.parameters[n].kind != "chosen"
        },
        assumptions=draw(st.sampled_from(["fixed", "estimated", "all"])),
    )
