"""The diagnostic report as an editable document (DOCX): the values of the PDF, in styles of a word processor."""

from reports.report.word.writing import write_docx

__all__ = ["write_docx"]
