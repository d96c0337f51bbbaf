"""One edit of the toy province's territory.yaml each, and every message it must give."""

from __future__ import annotations

from tests.territory.broken import Broken

DESCRIPTIONS = [
    Broken(
        "an unknown key",
        "territory.yaml",
        "attribution: invented",
        "atribution: invented",
        (
            "territory.yaml:2:1: attribution: is missing",
            "territory.yaml:5:1: atribution: unknown key; did you mean 'attribution'?",
        ),
    ),
    Broken(
        "a key twice",
        "territory.yaml",
        "year: 2011",
        "year: 2011\nyear: 2012",
        ("territory.yaml:5:1: year: the key stands twice, first on line 4",),
    ),
    Broken(
        "a year in words",
        "territory.yaml",
        "year: 2011",
        "year: '2011'",
        ("territory.yaml:4:1: year: '2011' is wrong, expected a whole number",),
    ),
    Broken(
        "a growth beyond reason",
        "territory.yaml",
        "{rate: 0.01,",
        "{rate: 1.01,",
        ("territory.yaml:7:21: growth_after_data.rate: 1.01 is wrong, expected 0.1 or less",),
    ),
    Broken(
        "a figure without source",
        "territory.yaml",
        "{public: 12, private: 10, source: invented}",
        "{public: 12, private: 10}",
        ("territory.yaml:19:1: inventory.source: is missing",),
    ),
    Broken(
        "sub-municipal councils of an unknown unit",
        "territory.yaml",
        "{unit: T05",
        "{unit: T55",
        ("territory.yaml:10:6: sub_municipal_councils[0].unit: unknown unit 'T55'; did you mean 'T05'?",),
    ),
    Broken(
        "bodies of an unknown division",
        "territory.yaml",
        "division: ggd_regio",
        "division: ggd_region",
        (
            "territory.yaml:14:27: statutory_bodies[1].division: unknown division 'ggd_region'; "
            "did you mean 'ggd_regio'?",
        ),
    ),
    Broken(
        "an unknown legal form",
        "territory.yaml",
        "form: plusregio",
        "form: plusregion",
        ("territory.yaml:15:43: statutory_bodies[2].form: 'plusregion' is wrong; did you mean 'plusregio'?",),
    ),
    Broken(
        "a kind of body twice",
        "territory.yaml",
        "kind: health_region",
        "kind: safety_region",
        ("territory.yaml:14:6: statutory_bodies[1].kind: the kind 'safety_region' stands twice",),
    ),
    Broken(
        "an unknown task",
        "territory.yaml",
        "tasks: [safety]",
        "tasks: [savety]",
        ("territory.yaml:13:102: statutory_bodies[0].tasks[0]: unknown task 'savety'; did you mean 'safety'?",),
    ),
    Broken(
        "water boards in an unknown division",
        "territory.yaml",
        "division: waterschap",
        "division: waterscap",
        ("territory.yaml:20:16: water_boards.division: unknown division 'waterscap'; did you mean 'waterschap'?",),
    ),
    Broken(
        "an island with neighbours",
        "territory.yaml",
        "year: 2011",
        "year: 2011\nislands: [T12]",
        ("adjacency.csv: 'T12' has neighbours, but is listed under 'islands' in territory.yaml",),
    ),
    Broken(
        "no YAML",
        "territory.yaml",
        "year: 2011",
        "year: [2011",
        ("territory.yaml:5:12: is not YAML: did not find expected ',' or ']'",),
    ),
    Broken(
        "an alias",
        "territory.yaml",
        "year: 2011",
        "year: &y 2011\nislands: [*y]",
        ("territory.yaml:5:11: aliases ('*name') are not allowed here; write the value out",),
    ),
]
