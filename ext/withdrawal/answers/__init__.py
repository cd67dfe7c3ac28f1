"""Records as words, lines, tables, entries and pictures that know no format: no Sphinx, no files, no clock."""
