"""The tables of this room."""

from surveys.models.companies import Company, SurveyRules

__all__ = ["Company", "SurveyRules"]
