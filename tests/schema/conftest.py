"""Server fixtures; see tests/servers.py."""

from tests.servers import (  # noqa: F401
    fresh,
    linking,
    schemas_end_with_their_module,
    server,
    terminal_summary,
)


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    terminal_summary(terminalreporter, config)
