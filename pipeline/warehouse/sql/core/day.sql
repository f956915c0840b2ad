-- one row: today (the newest day in the data, never the clock) and the window (six months unless set otherwise) before it; null where nothing is dated
select
    max(seen_on) as today,
    (max(seen_on) - to_months(any_value(setting.window_months)::integer))::date as window_from,
    max(seen_on) as window_to
from core.posting cross join seed.setting as setting
