#!/usr/bin/env python
"""Run VenueWatch's management commands."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from venuewatch.embedded import UnavailableError
from venuewatch.servers import unreachable

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venuewatch.settings")
    try:
        execute_from_command_line(sys.argv)
    except UnavailableError as error:
        sys.exit(str(error))
    except OperationalError as error:
        if (why := unreachable(error)) is None:
            raise
        sys.exit(why)
