-- title: Requirements, closer
-- order: 42
-- lead: By industry and level of pay, at which level, what goes together, and what few ask for.
-- grain: industry or third of posted floors × requirement
select * from mart.requirement_cell order by split_by, value, concept
