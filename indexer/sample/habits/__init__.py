"""How each branch keeps its papers: a module a habit, ``keep(branch, year)`` gives the year's files."""
