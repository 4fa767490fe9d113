"""The WSGI application that granian serves."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from stegvis.config.serving import end_with_parent
from stegvis.core.collecting import collect_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
if multiprocessing.parent_process():  # one of several web processes: if their parent is killed, none keeps the port
    end_with_parent()
application = get_wsgi_application()
collect_rarely()
