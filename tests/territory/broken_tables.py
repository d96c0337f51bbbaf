"""One edit of a table of the toy province each, and every message it must give."""

from __future__ import annotations

from tests.territory.broken import Broken

NO_T02 = "unknown unit 'T02'; did you mean 'T12'?"
NO_T12 = "unknown unit 'T12'; did you mean 'T11'?"

TABLES = [
    Broken(
        "a unit code twice",
        "units.csv",
        "T02,Bee",
        "T01,Bee",
        (
            "units.csv:3:1: code: the unit 'T01' stands twice, first on line 2",
            "adjacency.csv:2:5: code_b: unknown unit 'T02'; did you mean 'T12'?",
            "adjacency.csv:4:1: code_a: unknown unit 'T02'; did you mean 'T12'?",
            "adjacency.csv:5:1: code_a: unknown unit 'T02'; did you mean 'T12'?",
            *(f"divisions.csv:{line}:1: code: {NO_T02}" for line in range(9, 17)),
            *(f"population.csv:{line}:1: code: {NO_T02}" for line in (3, 15, 27, 39)),
        ),
    ),
    Broken(
        "no inhabitants",
        "units.csv",
        "PA,4000,",
        "PA,0,",
        ("units.csv:2:14: population: '0' is wrong, expected a whole number from 1 to 10,000,000,000",),
    ),
    Broken(
        "inhabitants below nought",
        "units.csv",
        "PA,4000,",
        "PA,-4000,",
        ("units.csv:2:14: population: '-4000' is wrong, expected a whole number from 1 to 10,000,000,000",),
    ),
    Broken(
        "half an inhabitant",
        "units.csv",
        "PA,4000,",
        "PA,4000.5,",
        ("units.csv:2:14: population: '4000.5' is wrong, expected a whole number from 1 to 10,000,000,000",),
    ),
    Broken(
        "inhabitants with a point for thousands",
        "units.csv",
        "PA,4000,",
        "PA,4 000,",
        ("units.csv:2:14: population: '4 000' is wrong, expected a whole number from 1 to 10,000,000,000",),
    ),
    Broken(
        "no basis of a figure",
        "units.csv",
        "4000,invented",
        "4000,",
        ("units.csv:2:19: population_basis: is empty, expected a word",),
    ),
    Broken(
        "an area of nought",
        "units.csv",
        "invented,100,",
        "invented,0,",
        ("units.csv:6:32: area_km2: '0' is wrong, expected an area in km2 from 0.0001 to 1,000,000,000",),
    ),
    Broken(
        "a decimal comma in quotes",
        "units.csv",
        "invented,100,",
        'invented,"100,5",',
        ("units.csv:6:32: area_km2: '100,5' is wrong, expected an area in km2 from 0.0001 to 1,000,000,000",),
    ),
    Broken(
        "a coordinate that is no number",
        "units.csv",
        "50,0,30000",
        "50,nan,30000",
        ("units.csv:2:31: x: 'nan' is wrong, expected a coordinate in metres from -20,000,000 to 20,000,000",),
    ),
    Broken(
        "a coordinate without end",
        "units.csv",
        "50,0,30000",
        "50,0,1e999",
        ("units.csv:2:33: y: '1e999' is wrong, expected a coordinate in metres from -20,000,000 to 20,000,000",),
    ),
    Broken(
        "an unknown province",
        "units.csv",
        "Aarle,PA",
        "Aarle,PX",
        ("units.csv:2:11: province: unknown province 'PX'; expected one of PA, PB",),
    ),
    Broken(
        "a reference year without figures",
        "units.csv",
        "0,30000,2009",
        "0,30000,2008",
        (
            "units.csv:2:39: council_reference_year: there are no figures for 2008, "
            "expected one of 2009, 2010, 2011, 2012, 2013",
        ),
    ),
    Broken(
        "a reference year that is none",
        "units.csv",
        "0,30000,2009",
        "0,30000,last",
        ("units.csv:2:39: council_reference_year: 'last' is wrong, expected a year",),
    ),
    Broken(
        "a row with a cell too few",
        "units.csv",
        "T12,Lange Eiland,PB,1000",
        "T12,Lange Eiland,PB 1000",
        (
            "units.csv:13: the row has 8 cells, expected 9",
            "adjacency.csv:18:5: code_b: unknown unit 'T12'; did you mean 'T11'?",
            *(f"divisions.csv:{line}:1: code: {NO_T12}" for line in range(83, 90)),
            *(f"population.csv:{line}:1: code: {NO_T12}" for line in (13, 25, 37, 49)),
        ),
    ),
    Broken(
        "a misspelt column",
        "units.csv",
        "area_km2",
        "area_km",
        (
            "units.csv:1: unknown column 'area_km'; did you mean 'area_km2'?",
            "units.csv:1: the column 'area_km2' is missing",
        ),
    ),
    Broken(
        "a column twice",
        "units.csv",
        "code,name,",
        "code,code,name,",
        ("units.csv:1: the column 'code' stands twice",),
    ),
    Broken(
        "an open quote",
        "provinces.csv",
        "PB,Zuidland",
        'PB,"Zuidland',
        (
            "provinces.csv:3: is not CSV: unexpected end of data",
            *(
                f"units.csv:{line}:{column}: province: unknown province 'PB'; expected one of PA"
                for line, column in ((8, 16), (9, 17), (10, 12), (11, 17), (12, 14), (13, 18))
            ),
        ),
    ),
    Broken(
        "a province twice",
        "provinces.csv",
        "PB,Zuidland",
        "PB,Zuidland\nPA,Noordland",
        ("provinces.csv:4:1: code: the province 'PA' stands twice, first on line 2",),
    ),
    Broken(
        "a province without units",
        "provinces.csv",
        "PB,Zuidland",
        "PB,Zuidland\nPC,Leegland",
        ("provinces.csv: the province 'PC' has no units",),
    ),
    Broken(
        "a pair of neighbours twice",
        "adjacency.csv",
        "T11,T12,0",
        "T02,T01,5,land,border,,0\nT11,T12,0",
        ("adjacency.csv:18:5: code_b: the pair 'T01', 'T02' stands twice, first on line 2",),
    ),
    Broken(
        "a unit that is its own neighbour",
        "adjacency.csv",
        "T01,T02,5",
        "T01,T01,5",
        ("adjacency.csv:2:5: code_b: 'T01' is named as its own neighbour",),
    ),
    Broken(
        "an unknown neighbour",
        "adjacency.csv",
        "T01,T02,5",
        "T01,T20,5",
        ("adjacency.csv:2:5: code_b: unknown unit 'T20'; did you mean 'T12'?",),
    ),
    Broken(
        "a unit without neighbours",
        "adjacency.csv",
        "T11,T12,0,water,ferry,Kampzijl - Lange Eiland,15\n",
        "",
        ("adjacency.csv: 'T12' (Lange Eiland) has no neighbour; add one, or list it under 'islands'",),
    ),
    Broken(
        "a border of unknown type",
        "adjacency.csv",
        "T01,T02,5,land",
        "T01,T02,5,lnad",
        ("adjacency.csv:2:11: type: 'lnad' is wrong; did you mean 'land'?",),
    ),
    Broken(
        "a border below nought",
        "adjacency.csv",
        "T01,T02,5",
        "T01,T02,-5",
        ("adjacency.csv:2:9: border_km: '-5' is wrong, expected a length in km from 0 to 40,000",),
    ),
    Broken(
        "a land border of no length",
        "adjacency.csv",
        "T01,T02,5",
        "T01,T02,0",
        ("adjacency.csv:2:9: border_km: a land border has length 0, expected more (or type 'water')",),
    ),
    Broken(
        "an unknown link",
        "adjacency.csv",
        "water,ferry",
        "water,fery",
        ("adjacency.csv:18:17: link: unknown link 'fery'; did you mean 'ferry'?",),
    ),
    Broken(
        "a region twice",
        "regions.csv",
        "jeugdregio,JZ2",
        "jeugdregio,JZ1",
        (
            "regions.csv:10:12: region: the region 'JZ1' of 'jeugdregio' stands twice, first on line 9",
            *(
                f"divisions.csv:{line}:16: region: unknown region 'JZ2' of the division 'jeugdregio'; "
                "did you mean 'JZ3'?"
                for line in (20, 35, 43)
            ),
        ),
    ),
    Broken(
        "a division of two years",
        "regions.csv",
        "JZ2,Noordoost,2011",
        "JZ2,Noordoost,2012",
        ("regions.csv:10:26: year: differs within the division 'jeugdregio', expected '2011' as on line 9",),
    ),
    Broken(
        "a region without units",
        "regions.csv",
        "wgr_plus,WP1",
        "wgr_plus,WP2,Leeg,2011,invented\nwgr_plus,WP1",
        ("regions.csv: the region 'WP2' of 'wgr_plus' has no units",),
    ),
    Broken(
        "an unknown region",
        "divisions.csv",
        "T01,corop,CR1",
        "T01,corop,CR9",
        ("divisions.csv:3:11: region: unknown region 'CR9' of the division 'corop'; did you mean 'CR3'?",),
    ),
    Broken(
        "an unknown division",
        "divisions.csv",
        "T01,corop,CR1",
        "T01,korop,CR1",
        ("divisions.csv:3:5: division: unknown division 'korop'; did you mean 'corop'?",),
    ),
    Broken(
        "a unit in two regions of a division",
        "divisions.csv",
        "T01,corop,CR1",
        "T01,corop,CR1\nT01,corop,CR2",
        ("divisions.csv:4:11: region: 'T01' already lies in a region of 'corop', on line 3; expected one at most",),
    ),
    Broken(
        "a figure too few",
        "population.csv",
        "T03,2009,18000,invented\n",
        "",
        ("population.csv: the year 2009 has no figure for 'T03'",),
    ),
    Broken(
        "a figure twice",
        "population.csv",
        "T03,2009,18000,invented",
        "T02,2009,8100,invented",
        (
            "population.csv:4:5: year: 'T02' already has a figure for 2009, on line 3",
            "population.csv: the year 2009 has no figure for 'T03'",
        ),
    ),
    Broken(
        "a year that is none",
        "population.csv",
        "T03,2009,18000",
        "T03,209,18000",
        (
            "population.csv:4:5: year: '209' is wrong, expected a year",
            "population.csv: the year 2009 has no figure for 'T03'",
        ),
    ),
    Broken(
        "another separator",
        "provinces.csv",
        "code,name",
        "code;name",
        ("provinces.csv:1: the cells are separated by ';', expected ','",),
    ),
]
