"""The tables of this room."""

from surveys.models.companies import Company, SurveyRules
from surveys.models.rounds import SurveyAnswer, SurveyInvitation, SurveyRound, UsedProof, WaitingAnswer

__all__ = ["Company", "SurveyAnswer", "SurveyInvitation", "SurveyRound", "SurveyRules", "UsedProof", "WaitingAnswer"]
