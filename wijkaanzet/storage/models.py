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
)
from wijkaanzet.storage.feasibility import TableAnswer, Verdict
from wijkaanzet.storage.lettering import AddressDraft, LetterRun, UndeliverableLetter
from wijkaanzet.storage.likes import Like, LikesOutcome, PaperLikes, SetAside
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.paper import PaperBatch, PaperForm
from wijkaanzet.storage.payments import BudgetLine, Expense, Gate, Payment
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.search import PlanWord
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
    "ContactNote",
    "Document",
    "Edition",
    "ExecutionReminder",
    "Expense",
    "Gate",
    "LetterBatch",
    "LetterRun",
    "Like",
    "LikesOutcome",
    "MergeParty",
    "MergePlan",
    "MergeProposal",
    "Milestone",
    "OutgoingMail",
    "PaperBatch",
    "PaperForm",
    "PaperLikes",
    "Payment",
    "Pincode",
    "PincodeFailure",
    "Plan",
    "PlanCheck",
    "PlanExit",
    "PlanWord",
    "Postponement",
    "Receipt",
    "RoleGrant",
    "SetAside",
    "SignInLink",
    "TableAnswer",
    "Tally",
    "Turnout",
    "UndeliverableLetter",
    "Undertaking",
    "Update",
    "Verdict",
    "Voter",
]
