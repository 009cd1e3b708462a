"""Private code that all schema modules share: activation, headings, rows, places, passes."""
