"""支部: which branches an archive has, under which names, and whose a paper is."""
