-- title: How it was computed
-- order: 80
-- grain: the market
select * from mart.market
