-- one row a concept asked for that vocab/concepts.csv does not name
-- severity: warn
-- says: {rows} concepts stand in facts but not in vocab/concepts.csv, the first {concept} in {n} vacancies: add a row for each
select concept, count(*) as n from core.ask anti join raw.concept using (concept) group by concept
