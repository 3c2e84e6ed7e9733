"""What changes KPIs, their targets and measurements, and measuring rounds."""

from kpis.services.following import (
    DefinitionDraft,
    KpiDraft,
    adopt_kpi,
    change_kpi,
    drop_kpi,
    load_example_kpis,
    make_kpi,
    redefine_kpi,
    restore_kpi,
    set_targets,
)
from kpis.services.importing import confirm_import, receive_import
from kpis.services.measuring import (
    MeasurementDraft,
    correct_measurement,
    prune_evidence,
    record_measurement,
    withdraw_measurement,
)
from kpis.services.rounds import (
    change_round,
    close_round,
    comment_on_goal,
    comment_on_goals,
    correct_closed_value,
    delete_round,
    enter_round_value,
    start_round,
    use_measurement,
)
from kpis.services.setting_up import SetUp, adopt_several, set_up_kpi

__all__ = [
    "DefinitionDraft",
    "KpiDraft",
    "MeasurementDraft",
    "SetUp",
    "adopt_kpi",
    "adopt_several",
    "change_kpi",
    "change_round",
    "close_round",
    "comment_on_goal",
    "comment_on_goals",
    "confirm_import",
    "correct_closed_value",
    "correct_measurement",
    "delete_round",
    "drop_kpi",
    "enter_round_value",
    "load_example_kpis",
    "make_kpi",
    "prune_evidence",
    "receive_import",
    "record_measurement",
    "redefine_kpi",
    "restore_kpi",
    "set_targets",
    "set_up_kpi",
    "start_round",
    "use_measurement",
    "withdraw_measurement",
]
