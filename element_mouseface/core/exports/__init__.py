"""Any result of the package as a file of another program."""
