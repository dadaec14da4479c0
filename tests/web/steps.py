"""What people do on the pages, step by step."""

from playwright.sync_api import Locator, Page, expect


def look_up(page: Page, words: str) -> None:
    """Write a meal into the sheet and wait for its review."""
    page.get_by_role("link", name="Add").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("What did you eat?").fill(words)
    sheet.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("list", name="Foods")).to_be_visible()


def line(page: Page, name: str) -> Locator:
    """The row of a food under review."""
    return page.locator(".line").filter(has=page.get_by_role("heading", name=name, exact=True))


def log(page: Page, kind: str) -> None:
    """Log the meal under review and wait for its day."""
    page.get_by_role("button", name=f"Log {kind}").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def meal_card(page: Page, kind: str) -> Locator:
    """A meal of the day."""
    return page.get_by_role("article", name=kind)


def item(page: Page, name: str) -> Locator:
    """A food of the day, with what opens below it."""
    return page.locator(".item").filter(has=page.get_by_role("button", name=name).first)


def open_food(page: Page, name: str) -> None:
    """Look a food up and open its page."""
    page.get_by_role("link", name="Foods", exact=True).first.click()
    page.get_by_label("Search foods").press_sequentially(name[:5].lower())
    page.get_by_role("link").filter(has=page.get_by_text(name, exact=True)).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def compare(page: Page, question: str) -> None:
    """Ask which of several foods is better, and wait for the answer."""
    page.get_by_role("link", name="Foods", exact=True).first.click()
    page.get_by_role("link", name="Compare").click()
    page.get_by_label("What to compare").fill(question)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("group", name="Side by side")).to_be_visible()


def column(page: Page, name: str) -> Locator:
    """One of the things that stand side by side."""
    return page.get_by_role("group", name="Side by side").get_by_role("article", name=name)
