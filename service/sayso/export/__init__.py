"""How does the review of a document leave Sayso: as a sheet on paper, a table, or data for another program?"""
