"""What ``run --profile`` shows: the time of every phase of one replicate."""

from reformsim.cli.reference import show_profile
from reformsim.model import ReformModel
from reformsim.scenario import Scenario, load_scenario


def test_the_profile_names_the_first_day_and_every_phase_with_its_time(capsys):
    scenario = Scenario(**{**dict(load_scenario("baseline-2011")), "horizon": {"start": 2011, "end": 2012}})
    show_profile(scenario)
    lines = capsys.readouterr().out.splitlines()
    named = [name for name, _ in ReformModel(scenario).schedule]
    for name in ["first day", *named, "all"]:
        assert any(line.strip().startswith(name) and "%" in line for line in lines), name
