"""The recruiter's desk: a draft against the market, wording to check, a job description, and pages that serve them.

market.Market         what the last run made, opened to ask: band, benchmark, requirements, position
benchmark.benchmark   a draft read and compared; compared.Compared holds it, answer.blocks says it in a language
lint                  a shelf of wordings to check, one rule a file
describe.describe     a job description from the market; described.Described holds it, skeleton.blocks says it,
                      document writes Markdown and DOCX
serve                 the same for people who do not use terminals
"""
