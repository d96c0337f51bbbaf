"""The task catalogue: what government does, who carries it, and what each task asks."""

from reformsim.tasks.catalogue import (
    DOMAINS,
    FORMS,
    LAYERS,
    Origin,
    Task,
    TaskCatalogue,
    TaskSources,
    load_tasks,
)

__all__ = ["DOMAINS", "FORMS", "LAYERS", "Origin", "Task", "TaskCatalogue", "TaskSources", "load_tasks"]
