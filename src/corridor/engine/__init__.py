"""Run it: one day on counts, exact in law, with a ledger that is checked every evening."""
