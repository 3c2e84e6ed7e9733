"""What changes assessments: asking people, scoring, opening the answers, agreeing, and taking the next step."""

from assessments.services.agreeing import agree, agree_where_all_said_the_same
from assessments.services.asking import (
    Guest,
    ask,
    change_assessment,
    delete_assessment,
    restore_assessment,
    start_assessment,
)
from assessments.services.closing import close, close_if_over, reopen, show_alone
from assessments.services.evidence import add_file, prune_files, remove_file
from assessments.services.links import add_guest, renew_link, revoke_link, scorer_of
from assessments.services.moving import move_assessment
from assessments.services.scoring import Given, score
from assessments.services.steps import remove_step, take_step

__all__ = [
    "Given",
    "Guest",
    "add_file",
    "add_guest",
    "agree",
    "agree_where_all_said_the_same",
    "ask",
    "change_assessment",
    "close",
    "close_if_over",
    "delete_assessment",
    "move_assessment",
    "prune_files",
    "remove_file",
    "remove_step",
    "renew_link",
    "reopen",
    "restore_assessment",
    "revoke_link",
    "score",
    "scorer_of",
    "show_alone",
    "start_assessment",
    "take_step",
]
