"""Facts on which respondents differ, until one value is agreed."""
