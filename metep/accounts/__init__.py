"""How staff sign in: django-allauth, with our words, our limits and a second factor of administrators."""
