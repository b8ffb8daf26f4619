#!/usr/bin/env python
"""Run VenueWatch's management commands."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

from venuewatch.embedded import UnavailableError
from venuewatch.servers import unprepared, unreachable

STOPPED = 130  # what a shell says of a program that Ctrl-C ended

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venuewatch.settings")
    try:
        execute_from_command_line(sys.argv)
    except UnavailableError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:  # a demo that is still loading, a long import
        sys.stderr.write("\nStopped.\n")
        sys.exit(STOPPED)
    except (OperationalError, ProgrammingError) as error:
        if (why := unreachable(error) or unprepared(error)) is None:
            raise
        sys.exit(why)
