"""How long personal data stays: the ``[retention]`` table as a value."""

from __future__ import annotations

from dataclasses import dataclass, fields

from wijkaanzet.toml_reader import TableReader

LONGEST_DAYS = 3660


@dataclass(frozen=True)
class RetentionConfig:
    """How many days personal data stays. The page about privacy shows these figures, and the job keeps to them.

    Attributes:
        mail: address and subject of a mail, after it left or was given up.
        unconfirmed: the same of a mail to an address that nobody confirmed, such as a like that was never given.
        guesses: how often a wrong pincode came from a network, after the hour of it.
        drafts: a plan that was begun and never submitted, after the day on which plans can no longer be submitted.
        likes: the address of who did nothing but like, after the last day of the likes.
        voters: names and addresses of who may vote, which codes were used, and the files with letters, after the result.
        accounts: all other addresses, and notes about talks with submitters, after the last day of the execution.
        receipts: the files of receipts, after the last day of the execution; the amounts stay.
    """

    mail: int = 30
    unconfirmed: int = 2
    guesses: int = 7
    drafts: int = 30
    likes: int = 14
    voters: int = 30
    accounts: int = 90
    receipts: int = 2557


def read_retention(reader: TableReader) -> RetentionConfig:
    """The ``[retention]`` table as a value.

    Raises:
        ConfigError: when a key is wrong.
    """
    default = RetentionConfig()
    found = RetentionConfig(
        **{
            one.name: reader.whole(one.name, getattr(default, one.name), low=1, high=LONGEST_DAYS)
            for one in fields(RetentionConfig)
        }
    )
    reader.finish()
    return found
