"""What was counted: published reports, what the model counts of the same thing, the reporting between them, scores."""

from corridor.observe.reporting import Errors, Reporting, reporting_of
from corridor.observe.reports import Report, reports_of
from corridor.observe.truth import countable, parts_of, truth_of

__all__ = ["Errors", "Report", "Reporting", "countable", "parts_of", "reporting_of", "reports_of", "truth_of"]
