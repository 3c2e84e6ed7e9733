"""What changes analyses."""

from analyses.services.analyses import (
    change_analysis,
    copy_analysis,
    delete_analysis,
    hand_over_analyses,
    restore_analysis,
    start_analysis,
)
from analyses.services.carrying import Wish, carry_over, take_back

__all__ = [
    "Wish",
    "carry_over",
    "change_analysis",
    "copy_analysis",
    "delete_analysis",
    "hand_over_analyses",
    "restore_analysis",
    "start_analysis",
    "take_back",
]
