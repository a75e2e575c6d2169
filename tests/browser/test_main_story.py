"""The main story in a real browser, from the commissioner's calculation to the statement a PbC lead prints; and the
charts, whose colours a strict content policy would turn black if they stood in the page itself.
"""

import io
import re

import pypdf
from playwright.sync_api import Page, expect

from tests.browser.signing_in import sign_in

CALCULATION = "/budgets/calculations/1"
NHS_BLUE = [0, 94, 184]
SHARE_OF_COLOUR = """([image, wanted]) => {
  const canvas = document.createElement('canvas');
  canvas.width = image.width; canvas.height = image.height;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const dots = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let found = 0;
  for (let at = 0; at < dots.length; at += 4)
    if (wanted.every((value, place) => Math.abs(dots[at + place] - value) <= 2)) found += 1;
  return found / (dots.length / 4);
}"""


def share_of_blue(tab: Page, number: int) -> float:
    """How much of a chart of the page is NHS blue, as the browser paints it."""
    image = tab.locator("figure img").nth(number)
    image.scroll_into_view_if_needed()
    handle = image.element_handle()
    assert handle is not None
    tab.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=handle)
    return float(tab.evaluate(SHARE_OF_COLOUR, [handle, NHS_BLUE]))


def test_the_bars_of_a_chart_are_painted_in_nhs_blue(tab: Page) -> None:
    sign_in(tab, "PCT commissioner")
    answer = tab.goto(CALCULATION)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert share_of_blue(tab, 0) > 0.05
    tab.goto(f"{CALCULATION}/bridge")
    assert share_of_blue(tab, 0) > 0.002


def test_from_the_calculation_to_the_statement_of_a_group(tab: Page) -> None:
    sign_in(tab, "PCT commissioner")
    tab.goto(CALCULATION)
    for figure in ("£48,717,425.78", "of £50,575,285.97", "£1,507,860.19", "£350,000.00"):
        expect(tab.locator("main")).to_contain_text(figure)

    tab.get_by_role("link", name="Matrix", exact=True).click()
    tab.get_by_role("link", name="Podiatry", exact=True).click()
    expect(tab.locator("h1")).to_contain_text("How this was worked out: Podiatry")

    tab.goto("/budgets/rounds/scenarios/1/methods/PODIATRY")
    tab.locator("select").first.select_option("capitation")
    tab.get_by_role("button", name="Save and calculate").click()
    expect(tab.locator("h1")).to_contain_text("Overview")
    made = re.search(r"/calculations/(\d+)", tab.url)
    assert made is not None
    assert made[1] != "1"

    tab.goto(f"/budgets/calculations/{made[1]}/comparison?before=3")
    expect(tab.locator("main")).to_contain_text("the method of 1 line")
    expect(tab.locator("main")).to_contain_text("Podiatry")

    tab.goto(f"{CALCULATION}/propose")
    tab.locator("textarea").fill("Please say what you think of the total and of its split.")
    tab.get_by_role("button", name="Put calculation 1 to the groups").click()
    expect(tab.locator("main")).to_contain_text("Calculation 1 is with the groups as proposal 3.")

    tab.context.clear_cookies()
    sign_in(tab, "PbC lead, Hertsmere")
    tab.goto("/")
    expect(tab.locator("main")).to_contain_text("£11,736,270.14")
    tab.get_by_role("link", name="Proposal 3 for 2008/09").click()
    expect(tab.locator("main")).to_contain_text("Please say what you think of the total and of its split.")
    expect(tab.locator("main")).to_contain_text("Where each group stands")
    tab.goto(f"{CALCULATION}/groups/HER")
    expect(tab.locator("h1")).to_contain_text("Statement of Hertsmere")
    expect(tab.locator("main")).to_contain_text("£11,932,687.61")
    with tab.expect_download() as downloaded:
        tab.get_by_text("Download the statement (PDF)").click()
    content = downloaded.value.path().read_bytes()
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "11,932,687.61" in text
    assert "DRAFT" not in text
