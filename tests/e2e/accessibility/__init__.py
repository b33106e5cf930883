"""Whether everybody can use every page: by keyboard, by ear, enlarged, in the dark, on a narrow screen."""
