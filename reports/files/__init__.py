"""Every file that one can get of a unit: one at a time, or many in one archive made by the worker."""
