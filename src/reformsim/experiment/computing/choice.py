"""Where runs are computed: in this process, by several, or by a cluster."""

from __future__ import annotations

from reformsim.errors import RunError
from reformsim.experiment.computing.executors import Executor, Here


def choose(workers: int, cluster: str | None) -> Executor:
    """Choose where runs are computed.

    Raises
    ------
    RunError
        For fewer than one worker, or a cluster without the library for it.
    """
    if workers < 1:
        raise RunError(f"workers must be at least 1, got {workers}")
    if cluster is not None:
        from reformsim.experiment.computing.cluster import Cluster

        return Cluster(cluster)
    if workers == 1:
        return Here()
    from reformsim.experiment.computing.processes import Processes

    return Processes(workers)
