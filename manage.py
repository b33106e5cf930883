#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

from metep.acting import acting, command_role

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metep.settings")
    with acting(command_role(sys.argv)):
        execute_from_command_line(sys.argv)
