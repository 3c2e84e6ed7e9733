"""Addresses of the room `plans`, below the cluster."""

from django.urls import path

from plans.views import activities, board, budget, exchange, feeds, files, parts, plan, timeline, year

app_name = "plans"
urlpatterns = [
    path("", plan.index, name="index"),
    path("board/", board.board, name="board"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("budget/", budget.budget, name="budget"),
    path("export.xlsx", exchange.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("export.csv", exchange.export, {"kind": "csv"}, name="export_csv"),
    path("import/", exchange.import_, name="import"),
    path("example/", plan.take_example, name="take_example"),
    path("example/leave/", plan.leave_example, name="leave_example"),
    path("copy/", exchange.copy, name="copy"),
    path("strategies/<int:number>/panel/", plan.panel, name="panel"),
    path("year/", year.this_year, name="this_year"),
    path("year/<int:year>/", year.year, name="year"),
    path("year/<int:year>/add/", year.add_entry, name="entry_add"),
    path("year/<int:year>/roll-over/", year.roll_over, name="roll_over"),
    path("entries/<int:number>/", year.entry, name="entry"),
    path("entries/<int:number>/delete/", year.delete_entry, name="entry_delete"),
    path("entries/<int:number>/restore/", year.restore_entry, name="entry_restore"),
    path("calendar/", feeds.feeds, name="feeds"),
    path("calendar/<int:pk>/revoke/", feeds.revoke, name="feed_revoke"),
    path("add/", activities.add, name="add"),
    path("<int:number>/", activities.activity, name="activity"),
    path("<int:number>/edit/", activities.edit, name="edit"),
    path("<int:number>/row/", activities.row, name="row"),
    path("<int:number>/quick/", activities.quick, name="quick"),
    path("<int:number>/status/", board.status, name="status"),
    path("<int:number>/delete/", activities.delete, name="delete"),
    path("<int:number>/restore/", activities.restore, name="restore"),
    path("<int:number>/notes/", parts.note, name="note"),
    path("<int:number>/milestones/", parts.add_milestone, name="milestone_add"),
    path("<int:number>/milestones/<int:pk>/", parts.milestone, name="milestone"),
    path("<int:number>/milestones/<int:pk>/reach/", parts.reach, name="milestone_reach"),
    path("<int:number>/milestones/<int:pk>/delete/", parts.delete_milestone, name="milestone_delete"),
    path("<int:number>/milestones/<int:pk>/restore/", parts.restore_milestone, name="milestone_restore"),
    path("<int:number>/files/", files.add_files, name="files_add"),
    path("<int:number>/files/<int:pk>/", files.file, name="file"),
    path("<int:number>/files/<int:pk>/remove/", files.remove_file, name="file_remove"),
    path("<int:number>/files/<int:pk>/restore/", files.restore_file, name="file_restore"),
    path("<int:number>/needs/", parts.add_dependency, name="dependency_add"),
    path("<int:number>/needs/<int:needed>/remove/", parts.remove_dependency, name="dependency_remove"),
]
