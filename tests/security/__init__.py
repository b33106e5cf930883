"""What must hold for every page and every file: headers, no code in pages, no way round a limit or a right."""
