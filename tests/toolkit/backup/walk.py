"""Opens, in an installation that was restored, every page that a link leads to, and says which could not be opened.

Run by `manage.py shell`, in a process of its own: WALK names who is signed in.
"""

import os
import re

from django.test import Client

from accounts.models import User

LINK = re.compile(r'href="(/[^"#?]*)')
# What ends the session, or makes a document, which is another test's business.
LEFT = re.compile(r"^/(static|account/logout)|/(pdf|export|copy|docx|xlsx|calendar)/|\.(pdf|docx|xlsx|ics|csv)$")
MOST = 400

client = Client(SERVER_NAME="127.0.0.1", headers={"Accept-Language": "en-gb"})
client.force_login(User.objects.get(email=os.environ["WALK"]))
seen, waiting, bad = set(), ["/"], []
# Of a hundred rows of a kind one is opened: the address without its number is the page.
shapes = {"/"}
while waiting and len(seen) < MOST:
    address = waiting.pop(0)
    if address in seen or LEFT.search(address):
        continue
    seen.add(address)
    answer = client.get(address, follow=True)
    if answer.status_code not in {200, 405}:
        bad.append((answer.status_code, address))
    if answer.get("Content-Type", "").startswith("text/html"):
        for found in LINK.findall(answer.content.decode()):
            shape = re.sub(r"\d+", "0", found)
            if shape not in shapes:
                shapes.add(shape)
                waiting.append(found)
print(f"opened {len(seen)}, bad {bad}")
