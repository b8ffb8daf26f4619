"""App configuration of the workflow kernel."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers the kernel's tables under the label `workflow`."""

    name = "venuewatch.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect follow-ups with the worker that is woken up for them."""
        from venuewatch.workflow import tasks  # noqa: F401
