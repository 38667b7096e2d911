"""All tables in one import, for migrations and tests; each lives in the module of its part of the cycle."""

from wijkaanzet.storage.accounts import Account, RoleGrant, SignInLink
from wijkaanzet.storage.audit import AuditEntry
from wijkaanzet.storage.ballots import Ballot, BundleFile, PincodeFailure, Receipt, Tally, Turnout
from wijkaanzet.storage.base import Base
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.execution import Agreement, Expense, Milestone, Update
from wijkaanzet.storage.feasibility import TableAnswer, Verdict
from wijkaanzet.storage.lettering import AddressDraft, LetterRun, UndeliverableLetter
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.paper import PaperBatch, PaperForm
from wijkaanzet.storage.plans import Like, Plan
from wijkaanzet.storage.voters import Address, LetterBatch, Pincode, Voter

__all__ = [
    "Account",
    "Address",
    "AddressDraft",
    "Agreement",
    "AuditEntry",
    "Ballot",
    "Base",
    "BundleFile",
    "Edition",
    "Expense",
    "LetterBatch",
    "LetterRun",
    "Like",
    "Milestone",
    "OutgoingMail",
    "PaperBatch",
    "PaperForm",
    "Pincode",
    "PincodeFailure",
    "Plan",
    "Receipt",
    "RoleGrant",
    "SignInLink",
    "TableAnswer",
    "Tally",
    "Turnout",
    "UndeliverableLetter",
    "Update",
    "Verdict",
    "Voter",
]
