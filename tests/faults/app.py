"""The portal's Celery application with the tests' follow-up, their broker and a quick beat."""

import os

from venuewatch.celery import app

app.conf.imports = ("tests.faults.marking",)
app.conf.beat_schedule = {"run-due": {"task": "workflow.run_due", "schedule": 1.0}}
app.conf.broker_url = os.environ["FAULTS_BROKER"]
app.conf.embedded_broker = False
