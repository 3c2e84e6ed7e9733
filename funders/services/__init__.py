"""What changes reports to funders."""

from funders.services.reports import change_report, delete_report, restore_report, start_report
from funders.services.sending import explain, send_report

__all__ = ["change_report", "delete_report", "explain", "restore_report", "send_report", "start_report"]
