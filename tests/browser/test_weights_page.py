"""The page of weights in a real browser: it needs no network, tells, sorts and chooses."""

import pytest

from element_mouseface.plots import weights_page

from ..unit.core.frame_models.planted import trained_planted


@pytest.fixture(scope="module")
def trained():
    return trained_planted()


@pytest.fixture
def page(browser, trained, tmp_path):
    path = weights_page(trained, tmp_path / "weights.html", by="feature")
    context = browser.new_context(offline=True)
    asked = []
    shown = context.new_page()
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("pageerror", lambda error: pytest.fail(str(error)))
    shown.goto(path.as_uri())
    shown.wait_for_selector("#vis .role-axis-label text")
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked), asked
    yield shown
    context.close()


def rows(page):
    """Names of the rows from top to bottom, as they are drawn."""
    labels = page.locator("#vis .role-axis-label text").all()
    found = [(one.bounding_box()["y"], one.inner_html()) for one in labels]
    return [name for _, name in sorted(found) if name.startswith("x:")]


def test_rows_are_sorted_by_what_is_chosen(page, trained):
    by_size = [row.feature for row in sorted(trained.weights, key=lambda row: -abs(row.mean))]
    assert rows(page) == by_size
    page.select_option("select", "name")
    page.wait_for_timeout(300)
    assert rows(page) == sorted(by_size)
    page.select_option("select", "weight")
    page.wait_for_timeout(300)
    assert rows(page) == [row.feature for row in sorted(trained.weights, key=lambda r: -r.mean)]


def test_a_row_tells_its_numbers_under_the_mouse(page, trained):
    largest = max(trained.weights, key=lambda row: abs(row.mean))
    page.locator("#vis .mark-symbol.layer_2_marks path").first.hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for(timeout=3000)
    told = tip.inner_text()
    assert largest.feature in told and largest.module in told
    assert f"{largest.mean:.3g}".lstrip("-") in told.replace("\u2212", "-")


def test_a_click_in_the_legend_shows_one_module(page, trained):
    label = page.locator("#vis .role-legend-label text").first
    module = label.inner_html()
    label.click(force=True)
    page.wait_for_timeout(300)
    due = [row.feature for row in trained.weights if row.module == module]
    assert sorted(rows(page)) == sorted(due) and len(due) < len(trained.weights)
