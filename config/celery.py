"""The jobs. Without a broker each runs at once, in the process that asks for it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("platewise")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
