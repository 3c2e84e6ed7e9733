"""Addresses of the room `checklists`, below the cluster."""

from django.urls import path

from checklists.views import items, lists, running

app_name = "checklists"
urlpatterns = [
    path("", lists.index, name="index"),
    path("start/", lists.start, name="start"),
    path("own/<int:number>/delete/", lists.delete_own, name="own_delete"),
    path("own/<int:number>/restore/", lists.restore_own, name="own_restore"),
    path("<int:number>/", running.detail, name="detail"),
    path("<int:number>/settings/", running.settings, name="settings"),
    path("<int:number>/day/", running.move, name="move"),
    path("<int:number>/people/", running.people, name="people"),
    path("<int:number>/catch-up/", running.catch_up, name="catch_up"),
    path("<int:number>/finish/", running.finish, name="finish"),
    path("<int:number>/reopen/", running.reopen, name="reopen"),
    path("<int:number>/keep/", running.keep, name="keep"),
    path("<int:number>/delete/", running.delete, name="delete"),
    path("<int:number>/restore/", running.restore, name="restore"),
    path("<int:number>/sheet/<slug:language>.pdf", running.sheet, name="sheet"),
    path("<int:number>/items/", items.arrange, name="arrange"),
    path("<int:number>/items/add/", items.add, name="item_add"),
    path("<int:number>/items/<int:item>/", items.edit, name="item"),
    path("<int:number>/items/<int:item>/tick/", items.tick, name="tick"),
    path("<int:number>/items/<int:item>/aside/", items.set_aside, name="item_aside"),
    path("<int:number>/items/<int:item>/take-up/", items.take_up, name="item_take_up"),
    path("<int:number>/items/<int:item>/up/", items.step, {"direction": "up"}, name="item_up"),
    path("<int:number>/items/<int:item>/down/", items.step, {"direction": "down"}, name="item_down"),
    path("<int:number>/items/<int:item>/place/", items.place, name="item_place"),
    path("<int:number>/items/<int:item>/delete/", items.delete, name="item_delete"),
    path("<int:number>/items/<int:item>/restore/", items.restore, name="item_restore"),
]
