"""What the pages show: drawn and printed by the commands that the pages show.

Each module has parts of one chain: they share a folder, and a part may use what an earlier one of
its chain has made.  Chains are independent, and run beside each other.
"""
