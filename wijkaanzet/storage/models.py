"""All tables in one import, for migrations and tests; each lives in the module of its part of the cycle."""

from wijkaanzet.storage.accounts import Account, RoleGrant, SignInLink
from wijkaanzet.storage.audit import AuditEntry
from wijkaanzet.storage.ballots import Ballot, BundleFile, PincodeFailure, Receipt, Tally, Turnout
from wijkaanzet.storage.base import Base
from wijkaanzet.storage.documents import Document
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.execution import (
    Agreement,
    AgreementLink,
    ExecutionReminder,
    Milestone,
    Postponement,
    Undertaking,
    Update,
    UpdatePicture,
)
from wijkaanzet.storage.feasibility import (
    CostLink,
    CostSheet,
    PastVerdict,
    QuickScanText,
    ScanAnswer,
    TableAnswer,
    TableSeat,
    Verdict,
)
from wijkaanzet.storage.landings import Landing, LandingNote, PartnerOffer
from wijkaanzet.storage.lettering import AddressDraft, LetterRun, UndeliverableLetter
from wijkaanzet.storage.likes import Like, LikesOutcome, PaperLikes, SetAside
from wijkaanzet.storage.notices import Notice, NoticeChoice, PlanFollow
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.paper import PaperBatch, PaperForm
from wijkaanzet.storage.payments import BudgetLine, Expense, Gate, Payment
from wijkaanzet.storage.pictures import Picture
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.reactions import HeldWords, HelpEnd, HelpMessage, PlanReaction, ReactionReport
from wijkaanzet.storage.report import EarlierEdition, EditionCost, EditionLesson, ReportFile
from wijkaanzet.storage.search import PlanWord
from wijkaanzet.storage.submitting import (
    CoInvitation,
    CoSubmitter,
    JoinRequest,
    KeptDraft,
    PlanPicture,
    PlanVersion,
)
from wijkaanzet.storage.table import (
    AgendaItem,
    EditionChange,
    LastLook,
    TableChecker,
    TableReminder,
    TableSession,
    WijkraadAdvice,
)
from wijkaanzet.storage.voters import Address, LetterBatch, Pincode, Voter
from wijkaanzet.storage.weekly_check import (
    CheckFinding,
    CheckQuestion,
    CheckReminder,
    ContactNote,
    MergeParty,
    MergePlan,
    MergeProposal,
    PlanCheck,
    PlanExit,
)

__all__ = [
    "Account",
    "Address",
    "AddressDraft",
    "AgendaItem",
    "Agreement",
    "AgreementLink",
    "AuditEntry",
    "Ballot",
    "Base",
    "BudgetLine",
    "BundleFile",
    "CheckFinding",
    "CheckQuestion",
    "CheckReminder",
    "CoInvitation",
    "CoSubmitter",
    "ContactNote",
    "CostLink",
    "CostSheet",
    "Document",
    "EarlierEdition",
    "Edition",
    "EditionChange",
    "EditionCost",
    "EditionLesson",
    "ExecutionReminder",
    "Expense",
    "Gate",
    "HeldWords",
    "HelpEnd",
    "HelpMessage",
    "JoinRequest",
    "KeptDraft",
    "Landing",
    "LandingNote",
    "LastLook",
    "LetterBatch",
    "LetterRun",
    "Like",
    "LikesOutcome",
    "MergeParty",
    "MergePlan",
    "MergeProposal",
    "Milestone",
    "Notice",
    "NoticeChoice",
    "OutgoingMail",
    "PaperBatch",
    "PaperForm",
    "PaperLikes",
    "PartnerOffer",
    "PastVerdict",
    "Payment",
    "Picture",
    "Pincode",
    "PincodeFailure",
    "Plan",
    "PlanCheck",
    "PlanExit",
    "PlanFollow",
    "PlanPicture",
    "PlanReaction",
    "PlanVersion",
    "PlanWord",
    "Postponement",
    "QuickScanText",
    "ReactionReport",
    "Receipt",
    "ReportFile",
    "RoleGrant",
    "ScanAnswer",
    "SetAside",
    "SignInLink",
    "TableAnswer",
    "TableChecker",
    "TableReminder",
    "TableSeat",
    "TableSession",
    "Tally",
    "Turnout",
    "UndeliverableLetter",
    "Undertaking",
    "Update",
    "UpdatePicture",
    "Verdict",
    "Voter",
    "WijkraadAdvice",
]
