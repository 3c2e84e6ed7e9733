"""What changes analyses."""

from analyses.services.analyses import (
    change_analysis,
    copy_analysis,
    delete_analysis,
    restore_analysis,
    start_analysis,
)

__all__ = ["change_analysis", "copy_analysis", "delete_analysis", "restore_analysis", "start_analysis"]
