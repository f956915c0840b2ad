"""The recruiter's desk: a draft against the market, wording to check, a job description, and pages that serve them.

market.Market         what the last run made, opened to ask: band, benchmark, requirements, position
benchmark.benchmark   a draft read and compared; answer.blocks says the answer in a language
lint                  a shelf of wordings to check, one rule a file
describe.describe     a job description from the market; skeleton.blocks says it, document writes Markdown and DOCX
serve                 the same for people who do not use terminals
"""
