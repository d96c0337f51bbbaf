"""Names of version 0.1.0 that went since, each with those that came in its place: weights, indicators, tables of law.

No key of a scenario, lever, field of a lever or task is among them; all of those go by the name they had.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

SINCE = "0.2.0"
"""The version in which they went."""

NOW: Mapping[str, tuple[str, ...]] = {
    # Weights of behaviour. Those without a successor had a mechanism that no evidence bore out; both are gone.
    "capacity.members_discount": (),
    "capacity.merger_dip": (),
    "capacity.merger_dip_years": (),
    "capacity.overload": (),
    "capacity.overload_years": (),
    "capacity.startup_dip": (),
    "capacity.unequal_discount": (),
    "cooperation.attention": (),
    "cooperation.autonomy": (),
    "cooperation.commuting": (),
    "cooperation.coordination": (),
    "cooperation.distance": ("cooperation.partner_distance",),
    "cooperation.extending_cost": (),
    "cooperation.founding_cost": ("cooperation.founding",),
    "cooperation.gain": ("cooperation.founding_need",),
    "cooperation.host_ratio": (),
    "cooperation.joining_cost": ("cooperation.joining",),
    "cooperation.private_aversion": (),
    "cooperation.taste_spread": (),
    "merger.burden": ("merger.shared_bodies", "merger.joint_service", "merger.served"),
    "merger.capacity": (),
    "merger.contagion": (),
    "merger.corop_border": (),
    "merger.need": (),
    "merger.small_size": ("merger.small",),
    "merger.voice": (),
    # Indicators.
    "below_threshold_share": ("thin_tasks",),
    "bodies_per_municipality": ("relations_to_keep_up",),
    "capacity_weakest_tenth": ("lost_to_scale_weakest_tenth", "thin_tasks_weakest_tenth"),
    "drukte_index": ("authorities_per_subject", "relations_to_keep_up"),
    "relations_per_administrator": ("board_positions_per_administrator",),
    # Tables of law.
    "merger_postpone_window": ("merger_postpone_from", "merger_postpone_until"),
}

BY_TASK = "below_threshold."
THIN = "thin."


def since(name: str, known: Collection[str]) -> str:
    """Say what came in the place of a name of before; empty if it is none, or nothing of it is known here.

    Examples
    --------
    >>> since("bodies_per_municipality", ["relations_to_keep_up", "bodies_total"])
    '; in its place since version 0.2.0: relations_to_keep_up'
    >>> since("merger.voice", ["merger.size"])
    '; gone since version 0.2.0, with what it did'
    """
    by_task = name.startswith(BY_TASK)
    if not by_task and name not in NOW:
        return ""
    now = (THIN + name.removeprefix(BY_TASK),) if by_task else NOW[name]
    if not now:
        return f"; gone since version {SINCE}, with what it did"
    return f"; in its place since version {SINCE}: {', '.join(now)}" if set(now) <= set(known) else ""
