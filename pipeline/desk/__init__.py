"""The recruiter's desk: a draft checked against good practice and law, and compared with the market."""
