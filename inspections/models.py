"""All tables of the scheme, gathered for Django from their folders."""

from inspections.checks.models import (
    Answer,
    Checklist,
    ChecklistVersion,
    CoInspector,
    Inspection,
    Item,
)
from inspections.checks.withdrawals import Withdrawal
from inspections.duties.models import CheckInterval, Duty, PlannedDay
from inspections.enforcement.models import (
    Operation,
    OperationClock,
    OperationIssue,
    OperationPause,
    Part,
    PartMeasure,
    PartRating,
    PartStep,
    SquadMember,
)
from inspections.ledger.models import (
    ExtensionAsk,
    ExtensionDecision,
    HandOver,
    Issue,
    Measure,
    Photo,
    Recheck,
    Rectification,
    SignOff,
)
from inspections.plates.models import Plate, PlateGround, PlateStep, PlateSuggestion
from inspections.reports.models import DailyReport, ReportVersion
from inspections.tracking.delivery.models import Channel, Delivery
from inspections.tracking.escalation.models import Escalation, Message, MessageLine
from inspections.tracking.intake.models import (
    Intake,
    IntakeAsk,
    IntakeCall,
    IntakeFinding,
    IntakeReply,
)
from inspections.tracking.lookbacks.models import LookBack
from inspections.tracking.notices.models import Notice, NoticeVenue

__all__ = [
    "Answer",
    "Channel",
    "CheckInterval",
    "Checklist",
    "ChecklistVersion",
    "CoInspector",
    "DailyReport",
    "Delivery",
    "Duty",
    "Escalation",
    "ExtensionAsk",
    "ExtensionDecision",
    "HandOver",
    "Inspection",
    "Intake",
    "IntakeAsk",
    "IntakeCall",
    "IntakeFinding",
    "IntakeReply",
    "Issue",
    "Item",
    "LookBack",
    "Measure",
    "Message",
    "MessageLine",
    "Notice",
    "NoticeVenue",
    "Operation",
    "OperationClock",
    "OperationIssue",
    "OperationPause",
    "Part",
    "PartMeasure",
    "PartRating",
    "PartStep",
    "Photo",
    "PlannedDay",
    "Plate",
    "PlateGround",
    "PlateStep",
    "PlateSuggestion",
    "Recheck",
    "Rectification",
    "ReportVersion",
    "SignOff",
    "SquadMember",
    "Withdrawal",
]
