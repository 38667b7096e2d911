"""A resident who writes a plan, page by page."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image
from werkzeug.test import TestResponse

from tests.support.visitor import Visitor

IDEA = {"title": "Bankjes bij de vijver", "summary": "Zitten in de zon.", "description": "Drie bankjes."}
PLACE = {"theme": "Op straat", "area": "Uilenwijk"}
PEOPLE = {"carried_out_by": "Ik met drie buren.", "help_wanted": "Iemand met een bakfiets."}
COSTS = (("Drie bankjes", "€ 1.400"), ("Olie en kwasten", "100,50"))


def begin_plan(visitor: Visitor, **changes: object) -> str:
    """Fill in the first page; the address of the draft, without its last part."""
    visitor.get("/plannen/nieuw")
    answer = visitor.submit("/plannen/nieuw", **IDEA | changes)
    assert answer.status_code == 303, visitor.page.text
    return answer.location.rpartition("/")[0]


def costs_form(costs: Sequence[tuple[str, str]] = COSTS) -> dict[str, str]:
    """Lines of an estimate as they are typed."""
    lines = {}
    for index, (what, amount) in enumerate(costs):
        lines |= {f"lines-{index}-what": what, f"lines-{index}-amount": amount}
    return lines


def write_plan(visitor: Visitor, *, costs: Sequence[tuple[str, str]] = COSTS, **changes: object) -> str:
    """Fill in every page; the address of the draft."""

    def fields(page: dict[str, str], *more: str) -> dict[str, object]:
        return page | {name: changes[name] for name in (*page, *more) if name in changes}

    draft = begin_plan(visitor, **fields(IDEA))
    for step, values in (
        ("plek", fields(PLACE, "place", "audience", "latitude", "longitude")),
        ("kosten", costs_form(costs)),
        ("mensen", fields(PEOPLE)),
    ):
        visitor.get(f"{draft}/{step}")
        assert visitor.submit(f"{draft}/{step}", **values).status_code == 303, visitor.page.text
    return draft


def submit_plan(visitor: Visitor, **changes: object) -> TestResponse:
    """Write a plan and submit it; the answer that leads to it."""
    draft = write_plan(visitor, **changes)  # type: ignore[arg-type]
    visitor.get(f"{draft}/controle")
    answer = visitor.submit(f"{draft}/controle")
    assert answer.status_code == 303, visitor.page.text
    return answer


def photo(width: int = 64, height: int = 48) -> BytesIO:
    """A photo as a telephone makes it: turned, and with the place where it was taken."""
    image = Image.new("RGB", (width, height), "#3a7")
    exif = Image.Exif()
    exif[0x0112] = 6  # it lies on its side
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 30.0), 3: "E", 4: (4.0, 39.0, 0.0)})
    exif[0x010F] = "Telefoonmerk"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    out.seek(0)
    return out
