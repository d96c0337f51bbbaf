"""What part of a task's budget goes to a body: estimated on what municipalities pay and in which bodies they sit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import lsq_linear

from reformsim.arrays import Bools, Floats, Ints
from reformsim.estimation.cooperation.steps import TERRITORY, subject_of
from reformsim.network import JOINT_CIVIL_SERVICE, load_paid, load_record, load_subjects
from reformsim.tasks import load_tasks

UNIVERSAL = ("safety_region", "public_health", "environment_service")
"""Subjects in whose bodies nearly all sit: they have one part together."""
PARTED = (
    "statutory", "social_work_employment", "social_services", "youth_care", "waste", "tax", "shared_administration",
    JOINT_CIVIL_SERVICE,
)  # fmt: skip
"""Subjects with a part, in order."""
WITHIN_WHOLE = ("shared_administration", "tax")
"""What members of a joint civil service have it do."""
UNPAID = ("light", "centrumgemeente", "cooperative")
"""Forms without a joint body to be paid."""
PRIOR, SPREAD, OTHER = 0.5, 0.25, 30.0
"""Mean and deviation of the prior of a part; deviation of that of euro an inhabitant for subjects without tasks."""
NOISE = 310.0
"""Euro an inhabitant by which municipalities differ from what the parts foresee: the deviation that the fit leaves."""


@dataclass(frozen=True, slots=True)
class Payments:
    """Payments with what explains them, one row for each municipality and year.

    Attributes
    ----------
    year : (n,) int64
    code : (n,) str
    paid : (n,) float64
        Euro an inhabitant.
    terms : (n, 8 + others) float64
        Budget of the tasks of each subject where it sits in a body on it; 1 for other subjects.
    people : (n,) float64
    """

    year: Ints
    code: np.ndarray
    paid: Floats
    terms: Floats
    people: Floats

    def take(self, some: Bools) -> Payments:
        """Those marked."""
        return Payments(*(getattr(self, name)[some] for name in Payments.__slots__))


@dataclass(frozen=True, slots=True)
class Parts:
    """The estimate.

    Attributes
    ----------
    value, error : Mapping
        By subject.
    weights : (8 + others,) float64
    """

    value: Mapping[str, float]
    error: Mapping[str, float]
    weights: Floats

    def explained(self, of: Payments) -> tuple[float, float]:
        """Share of the variance between municipalities that is explained, and the sum foreseen by the real one."""
        foreseen = of.terms @ self.weights
        rest = ((of.paid - foreseen) ** 2).sum() / ((of.paid - of.paid.mean()) ** 2).sum()
        return float(1.0 - rest), float((foreseen * of.people).sum() / (of.paid * of.people).sum())


def payments() -> Payments:
    """Put all payments beside the bodies in which municipalities sat."""
    sitting = {year: _subjects_of(year) for year in sorted({one.year for one in load_paid()})}
    budgets = {year: _budgets(year) for year in sitting}
    others = [word for word in load_subjects() if word not in (*PARTED, *UNIVERSAL)]
    rows = []
    for one in load_paid():
        mine = sitting[one.year].get(one.code)
        if mine is None:
            continue
        if JOINT_CIVIL_SERVICE in mine:
            mine = mine - {*WITHIN_WHOLE}
        terms = [budgets[one.year][word] * (word == "statutory" or word in mine) for word in PARTED]
        terms += [float(word in mine) for word in others]
        rows.append((one.year, one.code, one.euro / one.inhabitants, terms, float(one.inhabitants)))
    return Payments(*(np.array(part) for part in zip(*rows, strict=True)))


def fit_parts(of: Payments) -> Parts:
    """Fit the parts, each from 0 to 1; the years of one municipality count as one together."""
    years = Counter(of.code.tolist())
    weight = 1.0 / np.sqrt([years[code] for code in of.code.tolist()]) / NOISE
    number = len(PARTED)
    mean = np.where(np.arange(of.terms.shape[1]) < number, PRIOR, 0.0)
    spread = np.where(np.arange(of.terms.shape[1]) < number, SPREAD, OTHER)
    design = np.vstack([of.terms * weight[:, None], np.diag(1.0 / spread)])
    most = np.where(np.arange(len(mean)) < number, 1.0, np.inf)
    found = lsq_linear(design, np.r_[of.paid * weight, mean / spread], bounds=(np.zeros(len(mean)), most))
    error = np.sqrt(np.diag(np.linalg.inv(design.T @ design)))
    value, spread = found.x[:number].tolist(), error[:number].tolist()
    return Parts(dict(zip(PARTED, value, strict=True)), dict(zip(PARTED, spread, strict=True)), found.x)


def parts_text(found: Parts) -> str:
    """The file ``tasks/handed_over.csv``: a row for each task of each subject with a part."""
    lines = ["task,part,error,subject"]
    for word in PARTED[:-1]:
        tasks = [t for one in (UNIVERSAL if word == "statutory" else (word,)) for t in load_subjects()[one].tasks]
        lines += [f"{task},{found.value[word]:.2f},{found.error[word]:.2f},{word}" for task in tasks]
    return "\n".join(lines) + "\n"


def _subjects_of(year: int) -> dict[str, set[str]]:
    """Subjects of the joint bodies that each municipality sits in on 1 January, by code."""
    record, found = load_record(TERRITORY), dict[str, set[str]]()
    for body, codes in record.members(date(year, 1, 1)).items():
        one = record.bodies[body]
        if len(codes) > 1 and one.form(date(year, 1, 1)) not in UNPAID:
            for code in codes:
                found.setdefault(code, set()).add(subject_of(one, year))
    return found


def _budgets(year: int) -> dict[str, float]:
    """Budget of the tasks of each subject, euro an inhabitant."""
    tasks = load_tasks(date(year, 1, 1))
    budget = {task.id: float(task.budget) for task in tasks.tasks}
    found = {word: sum(budget.get(task, 0.0) for task in one.tasks) for word, one in load_subjects().items()}
    return {**found, "statutory": sum(found[word] for word in UNIVERSAL)}
