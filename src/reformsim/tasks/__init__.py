"""The task catalogue: what government does, who carries it, and what each task asks."""

from reformsim.tasks.catalogue import (
    Origin,
    Task,
    TaskCatalogue,
    TaskSources,
    load_tasks,
)
from reformsim.tasks.form import DOMAINS, FORMS, LAYERS
from reformsim.tasks.scale import THIN, full_time, lost, thin_below

__all__ = [
    "DOMAINS",
    "FORMS",
    "LAYERS",
    "THIN",
    "Origin",
    "Task",
    "TaskCatalogue",
    "TaskSources",
    "full_time",
    "load_tasks",
    "lost",
    "thin_below",
]
