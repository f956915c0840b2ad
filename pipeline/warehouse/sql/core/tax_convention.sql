-- one row a page × currency: how amounts without gross or net are taken: as most of that page's are, else most of all, else the band's view
with pays as (
    select posting.source, posting.page, pay.currency, pay.tax
    from core.posting_pay as pay join core.posting as posting using (posting_key)
    where pay.currency is not null and pay.kind not in ('absent', 'negotiable')
),
pages as (
    select source, page, currency, count(*) filter (tax = 'gross') as gross, count(*) filter (tax = 'net') as net
    from pays group by all
),
counted as (
    select *, sum(gross) over (partition by currency) as gross_all, sum(net) over (partition by currency) as net_all
    from pages
)
select
    source, page, counted.currency,
    case
        when gross + net >= 10 and gross <> net then if(gross > net, 'gross', 'net')
        when gross_all + net_all >= 10 and gross_all <> net_all then if(gross_all > net_all, 'gross', 'net')
        else coalesce(seeded.tax_view, 'gross')
    end as taken_as
from counted
left join (select distinct currency, tax_view from seed.currency) as seeded using (currency)
order by all
