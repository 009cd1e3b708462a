"""Server fixtures; see tests/servers.py."""

from tests.servers import fresh, linking, server, terminal_summary  # noqa: F401


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    terminal_summary(terminalreporter, config)
