"""The recorded network: which cooperation bodies there were, what they were about, and who sat in them."""

from reformsim.network.record import (
    JOINT_FORM,
    Counted,
    Membership,
    NetworkRecord,
    RecordedBody,
    Spell,
    embedded_records,
    load_record,
)
from reformsim.network.subjects import JOINT_CIVIL_SERVICE, Subject, load_subjects

__all__ = [
    "JOINT_CIVIL_SERVICE",
    "JOINT_FORM",
    "Counted",
    "Membership",
    "NetworkRecord",
    "RecordedBody",
    "Spell",
    "Subject",
    "embedded_records",
    "load_record",
    "load_subjects",
]
