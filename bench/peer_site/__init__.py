"""A minimal project around django-survey-and-report; it runs in an environment of its own, beside this project's."""
