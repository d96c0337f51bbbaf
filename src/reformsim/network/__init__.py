"""The recorded network: which cooperation bodies there were, what they were about, and who sat in them."""

from reformsim.network.foundings import LISTED, Founding, counted_foundings, load_foundings
from reformsim.network.paid import Paid, load_paid
from reformsim.network.record import (
    JOINT_FORM,
    Counted,
    Membership,
    NetworkRecord,
    RecordedBody,
    Spell,
    load_record,
)
from reformsim.network.subjects import JOINT_CIVIL_SERVICE, Subject, load_subjects

__all__ = [
    "JOINT_CIVIL_SERVICE",
    "JOINT_FORM",
    "LISTED",
    "Counted",
    "Founding",
    "Membership",
    "NetworkRecord",
    "Paid",
    "RecordedBody",
    "Spell",
    "Subject",
    "counted_foundings",
    "load_foundings",
    "load_paid",
    "load_record",
    "load_subjects",
]
