"""Addresses of the room `workbooks`, below the cluster."""

from django.urls import path

from workbooks.views import answers, editions, files

app_name = "workbooks"
urlpatterns = [
    path("<int:pk>/edition/", editions.edition, name="edition"),
    path("<int:pk>/edition/undo/", editions.undo, name="edition_undo"),
    path("<int:pk>/parked/", editions.parked, name="parked"),
    path("<int:pk>/parked/<int:parked>/put-back/", editions.put_back_parked, name="put_back"),
    path("<int:pk>/presence/", answers.presence, name="presence"),
    path("<int:pk>/borrowed/empty/", answers.empty, name="empty"),
    path("<int:pk>/borrowed/restore/", answers.bring_back, name="bring_back"),
    path("<int:pk>/answers/<slug:key>/", answers.answer, name="answer"),
    path("<int:pk>/answers/<slug:key>/file/", files.choose, name="choose_file"),
    path("files/<slug:mark>/", files.file, name="file"),
    path("<int:pk>/answers/<slug:key>/history/", answers.history, name="history"),
]
