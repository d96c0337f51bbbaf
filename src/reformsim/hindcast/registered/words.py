"""What the page of a registered forecast says around its numbers; figures are filled in, none is written here."""

from __future__ import annotations

from typing import Final

HEAD: Final = """\
# Forecast of the mergers of Dutch municipalities, {soon} to {last}

Written by `reformsim forecast` before the years that it is about, and not changed after: what is registered here can be
held against what happens, by the rule below, by anyone, each 1 January. The date of the registration is that of the
commit that put this folder here. A later forecast gets a folder of its own.

It starts from the map of 1 January {first}: {municipalities} municipalities, {pairs} pairs of neighbours with a common
land border. The scenario is `{scenario}`:
{title}. Law, tasks and rules stay as they were on that day, so that a reform that comes after it is an error of the
forecast like any other.

In short: on 1 January {last} the model's median is {median} municipalities, its own band of 90 % {own}, the fan of 90 %
{fan}. It expects {expected} pairs of neighbours to have become one municipality, those announced left out.
"""

PAIRS: Final = """\
## Which neighbours

The {likeliest} likeliest pairs, by the share of {replicates} replicates in which the two are one municipality on that
1 January; all {pairs} are in pairs.csv. The interval is Jeffreys' of {interval} % and tells the error for want of
replicates alone (standard error at most {error} percentage points; of every four replicates two share a draw of the
assumptions, which the interval does not count). Three municipalities that merge are up to three pairs.
"""

NULL_MODELS: Final = """\
## What it is held against

Null models, which know no rule of behaviour. What is announced is certain in all of them. Median, and 90 % of the
replicates:

- no change: nothing else happens.
- random rate: each year as many municipalities as in a year drawn from {learned} join a random neighbour.
- recent rate: the same with the years {recent}.
- logit size: a logistic regression of a year's mergers on log inhabitants, fitted on {learned}; who is drawn joins a
  random neighbour.
- logit pair: the same of pairs of neighbours, on the logs of the smaller and the larger inhabitants.
"""

RULE: Final = """\
## The rule by which it is scored

Registered with the forecast, and carried out by `reformsim forecast --score`.

What counts:

- A merger: municipalities of the map of {first} whose areas are in one municipality on that 1 January, whichever took
  in the other and whatever it is called. A merger during a year counts from the next 1 January.
- A municipality that merged twice is with all that it merged with. Of three that become one, each pair with a common
  land border counts, and the number falls by two.
- Borders that move: nobody merged. A new name or code: nobody merged.
- Units are whole: a municipality divided over several goes to the one that received most of its inhabitants, and what
  has merged is not taken apart again.
- Pairs and municipalities are those of the map of {first}. Pairs across water alone are not scored.

The number of municipalities, each 1 January from {soon} to {last}, real number y:

- CRPS of the model and of each null model, over the replicates x: mean |x - y| - ½ mean |x - x'|. In municipalities;
  less is better; of a single number it is the absolute error. The registered score is the mean over the years.
- Quantile score, for the fan too: twice the mean over the levels q ({levels}) of
  (q - [y < x_q]) (y - x_q), x_q the quantile. It stands for the CRPS where only bands are registered.
- Whether y lies in the bands of {bands} %, edges included.

Pairs of neighbours, chance p by each 1 January, z = 1 if the two are one by then and 0 if not, over the {scored} pairs
that were not announced:

- Log score: mean of -(z ln p + (1 - z) ln(1 - p)), with p no nearer to 0 or 1 than {least}, half a replicate. Less is
  better. The registered score is that of 1 January {last}.
- Brier score: mean of (p - z)². Less is better.
- AUC: the share of pairs of one that merged and one that did not in which the first had the higher chance (ties count
  half). Average precision: the mean precision over the steps of recall. More is better; neither exists until a pair
  has merged.

The model did better than a null model if both registered scores are lower. A model that was estimated on these years
is another forecast, and goes into another folder.
"""

HOW: Final = """\
## How to score it

On any 1 January from {soon} on, write the mergers since 1 January {first} in a file: a row for each municipality that
passes into another one, with the year of the 1 January from which it counts, the code of the municipality (GM and four
digits), the code and name of that which it passes into, the share of its inhabitants, and `merge` (into a new code),
`absorb` (into one that goes on), `split`, `rename` or `border`. Statistics Netherlands publishes them each year. Were
what is announced all that happened, the file would be

```
year,old_code,new_code,new_name,share,kind
{example}
```

and the command, in a checkout of this project,

```
reformsim forecast --score docs/{folder} --record mergers.csv --until {soon}
```

`--until` is the last year that the file is complete to (without it, that of its last row). The command first checks
that the files here are those that were registered. It needs no other data of the project.
"""

PAST: Final = """\
## How such forecasts did before

The record of errors: the model as it is now, started on the map of each year that is known. It knows law, reforms and
inhabitants of the later years, which this forecast does not, and holds its assumptions fixed, where this one draws
them. Much of the record was used in the estimate of the merger rule; what was not stands apart.
"""

HINDCASTS: Final = """\
The model and null models from a start in the past, assumptions fixed. A span that begins in {blind} or later has the
merger rule as it was estimated on the mergers before it; an earlier one has that of today, and is no test of it.
"""

MADE: Final = """\
## What it was made from

```
{command} --commit COMMIT --out docs/{folder}
```

gives the same bytes with the same code, data and versions of libraries, whatever the number of workers. The commit is
the one that the maker named: a file cannot hold the commit that holds it, so this folder stands in a later one.
`-dirty` behind it says that code or data differed from it. The digests are of the code and data that ran.
"""

FILES: Final = """\
## Files

| file | what |
|---|---|
| pairs.csv | each pair of neighbours: the model's chance by each year, interval of the last, whether announced |
| municipalities.csv | each municipality: the model's chance to be in one with another by each year |
| numbers.csv | number of municipalities by forecast (`reformsim`, `fan`, null models) and year: mean, quantiles |
| distribution.csv | in how many replicates there are how many municipalities: what the CRPS is computed from |
| pairs_nulls.csv | the chances that the null models give each pair |
| manifest.json | what it was made from, and a checksum of each file |

Data: Statistics Netherlands (CBS), Kadaster, open data, CC BY 4.0.
"""
