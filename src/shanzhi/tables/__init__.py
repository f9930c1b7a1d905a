"""Tables that offices hand in, and those handed back: reading csv and workbooks, their cells, dates and numbers."""
