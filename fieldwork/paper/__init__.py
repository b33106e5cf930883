"""Answers on paper: blank questionnaires, and typing in what came back."""
