"""The published result of an edition: everything that anyone needs to recount it, and the recount.

``stemmen.pb`` all ballots (Pabulib), ``ontvangstcodes.txt`` all receipts, ``uitslag.json`` rule, lot and outcome,
``leesmij.txt`` how to recount, ``SHA256SUMS``. Ballots and receipts stand each in their own random order, and nothing
joins them.

What :func:`verify` catches, also when an attacker computed ``SHA256SUMS`` anew: any byte changed in one file, because
every file follows from the others or is held against them. Costs, names, votes, winners, rule and lot stand in both
``stemmen.pb`` and ``uitslag.json``; the digests of ballots and receipts stand in ``uitslag.json``; ``leesmij.txt``
follows from both. What it cannot catch: all files replaced by a forgery that agrees with itself. Against that stands
only the checksum of the bundle, published in a second place.
"""

from voting.bundle.checking import Report, verify
from voting.bundle.files import Facts
from voting.bundle.publish import build, checksum, save, write
from voting.bundle.terms import SeedProcedure, Terms

__all__ = ["Facts", "Report", "SeedProcedure", "Terms", "build", "checksum", "save", "verify", "write"]
