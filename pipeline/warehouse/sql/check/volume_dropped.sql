-- one row a source whose newest collection (or import) holds less than 60 % of the one before
-- severity: warn
-- says: {source} brought {postings} postings, {before} the time before: see whether the site changed or a file is missing (`vacancies status`)
select now.source, now.postings, earlier.postings as before
from core.source_history as now
join core.source_history as earlier on earlier.source = now.source and earlier.number = 2
where now.number = 1 and earlier.postings >= 50 and now.postings < 0.6 * earlier.postings
