"""QR codes for a whole batch of letters through one NumPy product.

A QR code's error correction, its placing and its mask are all additions over GF(2). With the prefix, the
version, the level and the mask fixed, the matrix is therefore affine in the bits of the code: the matrix of
the zero word, plus one fixed pattern for every bit that is set. The qrcode library draws those patterns
once; after that a batch costs one matrix product.

The website's address is written in byte mode, exactly as a person would type it, and the code behind the #
in alphanumeric mode (5.5 bits a character), without its dashes, which the voting page does not need.
A fragment never leaves the phone, so the code never reaches a server's log by being scanned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import qrcode
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from letters.errors import QrError

CODE_LENGTH = 12
MASK = 4
"""Fixed for all letters; chosen by measuring all eight (docs/decisions/0003-letters.md)."""
QUIET_ZONE = 4
"""White modules that must stay free on every side."""

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_PAIR_BITS = 11
_LARGEST_VERSION = 10
_CHUNK = 512

Modules = NDArray[np.bool_]


def payload(prefix: str, code: str) -> str:
    """The text a phone reads: the prefix and the code without its dashes."""
    return prefix + code.replace("-", "")


def library_modules(prefix: str, code: str, mask: int = MASK, version: int | None = None) -> Modules:
    """The matrix as the qrcode library makes it, shape (size, size), True is dark; slow, and the referee.

    Raises:
        QrError: the address is not plain ASCII or too long, or the code has other characters.
    """
    try:
        segments = [
            QRData(prefix.encode("ascii"), mode=MODE_8BIT_BYTE),
            QRData(code.replace("-", "").encode("ascii"), mode=MODE_ALPHA_NUM),
        ]
        qr = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, mask_pattern=mask)
        for segment in segments:
            qr.add_data(segment, optimize=0)
        qr.make(fit=version is None)
    except (UnicodeEncodeError, ValueError, DataOverflowError) as error:
        raise QrError(f"‘{prefix}’ kan niet in een QR-code: {error}") from error
    return np.array(qr.modules, dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class QrFamily:
    """All QR codes that share a prefix: what they have in common, and what one bit of a code changes.

    Attributes:
        prefix: the text before the code, such as ``https://stem.example.nl/stem#``.
        zero: the matrix of the code of twelve zeros, shape (size, size).
        basis: per bit of a code the modules it flips, shape (66, size * size), values 0 and 1.
    """

    prefix: str
    zero: Modules
    basis: NDArray[np.uint8]

    @property
    def size(self) -> int:
        """Modules on a side, without the quiet zone."""
        return int(self.zero.shape[0])

    @cached_property
    def varying(self) -> Modules:
        """The modules that differ between codes, shape (size, size)."""
        return np.asarray(self.basis.any(axis=0)).reshape(self.zero.shape)

    def modules(self, codes: Sequence[str]) -> Modules:
        """The matrices of these codes, shape (codes, size, size), True is dark.

        Raises:
            QrError: a code that is not twelve alphanumeric characters.
        """
        # 256 is even, so a product that overflows a byte keeps its parity. einsum, because a matrix product
        # in floats would wake BLAS threads that spin for longer than the work takes.
        flips = np.einsum("cb,bm->cm", _code_bits(codes), self.basis[:, self.varying.ravel()]) & 1
        drawn = np.repeat(self.zero[None], len(codes), axis=0)
        drawn[:, self.varying] ^= flips.astype(np.bool_)
        return drawn

    def common_path(self) -> bytes:
        """PDF operators for the modules that are dark in every code of the family (see paths)."""
        return next(_paths((self.zero & ~self.varying)[None], np.ones_like(self.zero)))

    def paths(self, codes: Sequence[str]) -> Iterator[bytes]:
        """PDF operators for what common_path leaves out, per code.

        The unit is one module, the origin the lower left corner of the symbol. A run of dark modules is
        one rectangle, drawn here as soon as one of its modules varies, so that no rasteriser can leave a
        hair line between a module of the letter and its neighbour from the shared form.
        """
        for start in range(0, len(codes), _CHUNK):
            yield from _paths(self.modules(codes[start : start + _CHUNK]), self.varying)


@lru_cache(maxsize=8)
def family(prefix: str, mask: int = MASK) -> QrFamily:
    """Builds, once a process, the family of a prefix; takes the smallest version at level M.

    Raises:
        QrError: the prefix is not plain ASCII, or too long to stay readable on paper.
    """
    zero = library_modules(prefix, "0" * CODE_LENGTH, mask)
    version = (zero.shape[0] - 17) // 4
    if version > _LARGEST_VERSION:
        raise QrError(f"‘{prefix}’ is te lang voor een QR-code die een telefoon nog leest")
    flips = [library_modules(prefix, word, mask, version) ^ zero for word in _one_bit_words()]
    basis = np.array(flips, dtype=np.uint8).reshape(len(flips), -1)
    return QrFamily(prefix, zero, basis)


def _one_bit_words() -> Iterator[str]:
    """Codes of which the data is a single set bit: alphanumeric mode packs two characters in 11 bits."""
    for pair in range(CODE_LENGTH // 2):
        for bit in reversed(range(_PAIR_BITS)):
            first, second = divmod(1 << bit, len(_ALPHANUMERIC))
            word = _ALPHANUMERIC[first] + _ALPHANUMERIC[second]
            yield "00" * pair + word + "00" * (CODE_LENGTH // 2 - 1 - pair)


def _value_table() -> NDArray[np.int16]:
    table = np.full(256, -1, dtype=np.int16)
    table[np.frombuffer(_ALPHANUMERIC.encode(), dtype=np.uint8)] = np.arange(len(_ALPHANUMERIC))
    return table


_VALUES = _value_table()


def _code_bits(codes: Sequence[str]) -> NDArray[np.uint8]:
    """The data bits of codes in alphanumeric mode, shape (codes, 66), most significant bit first."""
    plain = [code.replace("-", "") for code in codes]
    if any(len(code) != CODE_LENGTH or not code.isascii() for code in plain):
        raise QrError(f"een code heeft niet {CODE_LENGTH} tekens")
    letters = np.frombuffer("".join(plain).encode("ascii"), dtype=np.uint8).reshape(-1, CODE_LENGTH)
    values = _VALUES[letters]
    if (values < 0).any():
        raise QrError("een code heeft een teken dat niet in de QR-code past")
    pairs = values[:, 0::2] * len(_ALPHANUMERIC) + values[:, 1::2]
    bits = (pairs[:, :, None] >> np.arange(_PAIR_BITS - 1, -1, -1)) & 1
    return bits.reshape(len(plain), -1).astype(np.uint8)


@lru_cache(maxsize=4)
def _rectangles(size: int) -> list[bytes]:
    """The operator of every possible run, at index (row * size + column) * (size + 1) + length."""
    return [
        b"%d %d %d 1 re\n" % (column, size - 1 - row, length)
        for row in range(size)
        for column in range(size)
        for length in range(size + 1)
    ]


def _paths(dark: Modules, wanted: Modules) -> Iterator[bytes]:
    """One filled path per matrix, of the runs in which at least one dark module is wanted."""
    count, size, _ = dark.shape
    edges = np.diff(np.pad(dark, ((0, 0), (0, 0), (1, 1))).astype(np.int8), axis=2)
    matrix, row, start = np.nonzero(edges == 1)
    length = np.nonzero(edges == -1)[2] - start
    # How many wanted modules lie left of each column tells whether a run holds one.
    before = np.pad(np.cumsum(wanted, axis=1), ((0, 0), (1, 0)))
    kept = before[row, start + length] > before[row, start]
    keys = ((row * size + start) * (size + 1) + length)[kept].tolist()
    ends = np.cumsum(np.bincount(matrix[kept], minlength=count)).tolist()
    table = _rectangles(size)
    first = 0
    for last in ends:
        yield b"".join([table[key] for key in keys[first:last]]) + b"f\n"
        first = last
