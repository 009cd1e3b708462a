"""A real browser: Debian's Chromium, driven by Playwright (`make test-browser`)."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def browser():
    """Chromium without a screen; a machine without it fails, because nothing else was asked for."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "no browser: install chromium, or set CHROMIUM to its path"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=flags)
        yield chromium
        chromium.close()
