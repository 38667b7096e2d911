import hashlib
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from letters.batch import draw_batch
from letters.errors import FileError
from letters.letter import PANEL, Recipient
from letters.mailhouse import draw_form, write_table
from letters.proof import proof_sheet
from letters.qr import payload
from letters.readback import read_back
from letters.text import filled
from letters.window import PROFILES
from tests.letters.samples import TEXT, some_recipients

C5 = PROFILES["c5-left"]


def drawn(recipients: list[Recipient], *, cover: bool = True, profile: str = "c5-left") -> bytes:
    out = BytesIO()
    draw_batch(recipients, TEXT, PROFILES[profile], out, cover=cover, name="partij 1 van 1")
    return out.getvalue()


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("batch") / "batch.pdf"
    path.write_bytes(drawn(some_recipients(20)))
    return path


def test_the_facts_are_those_of_the_file() -> None:
    out = BytesIO()
    facts = draw_batch(some_recipients(7), TEXT, C5, out, cover=True)
    assert (facts.letters, facts.pages) == (7, 16)
    assert facts.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    assert len(PdfReader(out, strict=True).pages) == 16


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_every_batch_has_an_even_number_of_pages(count: int) -> None:
    recipients = some_recipients(count)
    assert len(PdfReader(BytesIO(drawn(recipients)), strict=True).pages) == 2 * count + 2
    assert len(PdfReader(BytesIO(drawn(recipients, cover=False)), strict=True).pages) == 2 * count


def test_the_same_letters_give_the_same_bytes() -> None:
    assert drawn(some_recipients(30)) == drawn(some_recipients(30))
    assert drawn(some_recipients(30)) != drawn(some_recipients(30, seed=2))


def test_a_letter_is_small() -> None:
    sizes = [len(drawn(some_recipients(count))) for count in (100, 300)]
    assert (sizes[1] - sizes[0]) / 200 < 1200


def test_reading_back_gives_numbers_and_codes(batch: Path) -> None:
    assert read_back(batch) == [(each.sequence, each.code) for each in some_recipients(20)]


def test_a_code_without_a_number_is_not_read_back(tmp_path: Path, batch: Path) -> None:
    words = replace(TEXT.wording, sequence_label="Nr {area")
    path = tmp_path / "batch.pdf"
    one = replace(some_recipients(1)[0], sequence="zes")  # type: ignore[arg-type]
    with path.open("wb") as out:
        draw_batch([one], replace(TEXT, wording=words), C5, out, cover=False)
    with pytest.raises(FileError, match="zonder briefnummer"):
        read_back(path)


def test_the_text_of_every_letter_is_that_of_its_recipient(batch: Path) -> None:
    pages = PdfReader(batch).pages
    for recipient, front, back in zip(some_recipients(20), pages[2::2], pages[3::2], strict=True):
        text = front.extract_text()
        own = [
            recipient.addressee,
            *recipient.address.lines,
            recipient.code,
            f"Briefnummer {recipient.sequence}",
        ]
        assert [line.strip() for line in text.splitlines()][-5:] == own
        assert recipient.code not in back.extract_text()


@given(st.lists(st.tuples(st.text(max_size=60), st.text(min_size=1, max_size=60)), min_size=1, max_size=4))
@settings(max_examples=12)
def test_names_and_streets_in_any_script_can_be_printed(lines: list[tuple[str, str]]) -> None:
    plain = some_recipients(len(lines))
    recipients = [
        replace(each, addressee=name, address=replace(each.address, street=f"Weg {street}"))
        for each, (name, street) in zip(plain, lines, strict=True)
    ]
    pages = PdfReader(BytesIO(drawn(recipients, cover=False)), strict=True).pages
    assert [each.code in page.extract_text() for each, page in zip(recipients, pages[::2], strict=True)] == [
        True
    ] * len(lines)


def test_letters_no_register_holds_are_drawn_when_the_typeface_has_them() -> None:
    one = some_recipients(1)[0]
    name, street = "Ελένη Жук Nguyễn", unicodedata.normalize("NFD", "Huế Laan")
    recipient = replace(one, addressee=name, address=replace(one.address, street=street, place="Село"))
    text = PdfReader(BytesIO(drawn([recipient], cover=False))).pages[0].extract_text()
    assert name in text
    assert f"Huế Laan {one.address.house}" in text
    assert "  СЕЛО" in text


def test_every_typeface_is_embedded(batch: Path) -> None:
    fonts = PdfReader(batch).pages[2]["/Resources"]["/Font"]
    assert len(fonts) >= 4
    for name, reference in fonts.items():
        typeface = reference.get_object()
        assert "/FontFile2" in typeface["/FontDescriptor"], name
        assert "/ToUnicode" in typeface


def test_the_other_languages_are_on_the_back(batch: Path) -> None:
    text = squeezed(PdfReader(batch).pages[3].extract_text())
    lines = {each.code: each.text for each in filled(TEXT).foreign}
    for code in ("en", "tr", "pl"):
        assert lines[code] in text
    # Arabic is drawn as joined glyphs; unjoined they are the words of the sentence again.
    unjoined = unicodedata.normalize("NFKC", text).split()
    assert set(lines["ar"].split()) <= set(unjoined)
    assert lines["ar"] not in text


def test_the_cover_tells_the_print_shop_and_nobody_s_name() -> None:
    recipients = some_recipients(9)
    text = squeezed(PdfReader(BytesIO(drawn(recipients))).pages[0].extract_text())
    assert "partij 1 van 1" in text
    assert "Aantal brieven 9" in text
    assert "1 tot en met 9" in text
    assert not any(each.code in text or each.address.street in text for each in recipients)


def rendered(pdf: Path, folder: Path, resolution: int = 150) -> list[Path]:
    """The panel with the code of every front page, as a telephone would see it."""
    scale = resolution / 25.4
    box = {"-x": PANEL.left, "-y": PANEL.top, "-W": PANEL.width, "-H": PANEL.height}
    crop = [text for flag, mm in box.items() for text in (flag, str(round(mm * scale)))]
    command = [
        "pdftoppm",
        "-f",
        "3",
        "-o",
        "-gray",
        "-r",
        str(resolution),
        *crop,
        "-png",
        str(pdf),
        str(folder / "page"),
    ]
    subprocess.run(command, check=True)
    return sorted(folder.glob("page-*.png"))


@pytest.mark.skipif(not (shutil.which("pdftoppm") and shutil.which("zbarimg")), reason="no poppler or zbar")
def test_zbar_reads_every_qr_code(batch: Path, tmp_path: Path) -> None:
    images = rendered(batch, tmp_path)
    assert len(images) == 20
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", *map(str, images)]
    read = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert read == [payload(TEXT.qr_prefix, each.code) for each in some_recipients(20)]


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="no poppler")
def test_opencv_reads_nearly_every_qr_code(batch: Path, tmp_path: Path) -> None:
    opencv = pytest.importorskip("cv2")
    detector = opencv.QRCodeDetector()
    read = [detector.detectAndDecode(opencv.imread(str(image)))[0] for image in rendered(batch, tmp_path)]
    wanted = [payload(TEXT.qr_prefix, each.code) for each in some_recipients(20)]
    assert sum(a == b for a, b in zip(read, wanted, strict=True)) >= 19


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="no poppler")
def test_only_the_address_can_come_into_the_window(profile: str, tmp_path: Path) -> None:
    """Looks at the pixels: around the safe box, as far as the sheet can slide, nothing is printed."""
    pdf = tmp_path / "one.pdf"
    pdf.write_bytes(drawn(some_recipients(1), profile=profile, cover=False))
    command = [
        "pdftoppm",
        "-f",
        "1",
        "-l",
        "1",
        "-gray",
        "-r",
        "50.8",
        "-singlefile",
        str(pdf),
        str(tmp_path / "one"),
    ]
    subprocess.run(command, check=True)
    header, size, _, pixels = (tmp_path / "one.pgm").read_bytes().split(b"\n", 3)
    width, _height = map(int, size.split())
    assert header == b"P5"
    safe, visible = PROFILES[profile].safe, PROFILES[profile].visible
    for y in range(int(2 * visible.top) + 1, int(2 * visible.bottom) - 1):
        for x in range(max(int(2 * visible.left) + 1, 0), min(int(2 * visible.right), width) - 1):
            inside = 2 * safe.left - 1 <= x <= 2 * safe.right and 2 * safe.top - 1 <= y <= 2 * safe.bottom
            assert inside or pixels[y * width + x] == 255, (x / 2, y / 2)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_proof_sheet_is_one_page_without_a_code(profile: str) -> None:
    out = BytesIO()
    people = [(each.addressee, each.address) for each in some_recipients(40)]
    assert proof_sheet(people, TEXT, PROFILES[profile], out) == 40
    (page,) = PdfReader(out, strict=True).pages
    assert "PROEF-BRIEF" in page.extract_text()
    assert not re.search(r"\w{4}-\w{4}-\w{4}", page.extract_text())


def test_a_proof_sheet_without_addresses_shows_the_window() -> None:
    out = BytesIO()
    assert proof_sheet([], TEXT, C5, out) == 0
    assert len(PdfReader(out).pages) == 1


def test_the_mail_house_gets_a_form_without_personal_data_and_a_table() -> None:
    recipients = [replace(some_recipients(1)[0], addressee="=1+1"), *some_recipients(3)[1:]]
    form, table = BytesIO(), BytesIO()
    draw_form(TEXT, C5, form)
    assert len(PdfReader(form, strict=True).pages) == 2
    text = PdfReader(form).pages[0].extract_text()
    assert not any(each.code in text or each.addressee in text for each in recipients)
    assert write_table(recipients, TEXT, table) == 3
    lines = table.getvalue().decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("briefnummer;geadresseerde;straat;huisnummer")
    assert lines[1].split(";")[1] == "'=1+1"
    assert lines[2].endswith(f"{recipients[1].code};{payload(TEXT.qr_prefix, recipients[1].code)}")


def test_a_code_is_not_in_a_recipient_s_description() -> None:
    recipient = some_recipients(1)[0]
    assert recipient.code not in repr(recipient)
