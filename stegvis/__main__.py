"""The command line: `stegvis <command>`, a thin name for Django's management commands."""

import os
import sys


def main() -> None:
    """Run the management command named by the arguments; exits with that command's status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
