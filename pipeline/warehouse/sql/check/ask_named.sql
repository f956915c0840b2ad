-- one row a concept asked for that vocab/concepts.csv does not name
-- severity: warn
select concept, count(*) as n from core.ask anti join raw.concept using (concept) group by concept
