"""The task catalogue: what government does, who carries it, and what each task asks."""

from reformsim.tasks.book import TaskBook
from reformsim.tasks.catalogue import (
    Origin,
    Step,
    Task,
    TaskCatalogue,
    TaskSources,
)
from reformsim.tasks.form import (
    DOMAINS,
    FORMS,
    GEMEENTE,
    LAYERS,
    PROVINCIE,
    REGIO,
    RIJK,
    WATERSCHAP,
)
from reformsim.tasks.scale import THIN, full_time, lost, thin_below
from reformsim.tasks.shipped import FIRST_DAY, load_task_book, load_tasks, not_there

__all__ = [
    "DOMAINS",
    "FIRST_DAY",
    "FORMS",
    "GEMEENTE",
    "LAYERS",
    "PROVINCIE",
    "REGIO",
    "RIJK",
    "THIN",
    "WATERSCHAP",
    "Origin",
    "Step",
    "Task",
    "TaskBook",
    "TaskCatalogue",
    "TaskSources",
    "full_time",
    "load_task_book",
    "load_tasks",
    "lost",
    "not_there",
    "thin_below",
]
