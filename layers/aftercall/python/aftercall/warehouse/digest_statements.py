"""The SQL of daily and weekly digests; nearly all begin with the calls of a period, which is ``CALLS``."""

CALLS = """
WITH calls AS (
    SELECT *, coalesce(lead_email, user_phone, session_id) AS person,
        status = 'completed' AND (qualification_tier = 'Tier 1' OR coalesce(meeting_booked, false))
            AS qualified
    FROM warehouse.sessions
    WHERE occurred_at >= %(start)s AND occurred_at < %(end)s AND NOT (backfilled AND start_time IS NULL)
)
"""

COUNTED = """, measured AS (
    SELECT avg(coalesce(e2e_latency_ms, total_latency_ms))::float AS latency_ms,
        avg(eou_delay_ms)::float AS eou_delay_ms, avg(llm_ttft_ms)::float AS llm_ttft_ms,
        avg(tts_ttfb_ms)::float AS tts_ttfb_ms
    FROM warehouse.metrics JOIN calls USING (session_id)
    WHERE metric_type = 'latency' AND source = 'report'
        AND timestamp >= %(start)s AND timestamp < %(end)s::timestamptz + interval '1 day'
), spent AS (
    SELECT coalesce(sum(cost_usd), 0)::float AS api_cost_usd,
        (count(*) FILTER (WHERE cost_usd IS NULL AND quantity > 0))::int AS unpriced
    FROM warehouse.session_costs JOIN calls USING (session_id)
), failures AS (
    SELECT coalesce(jsonb_object_agg(kind, times), '{}') AS error_kinds FROM (
        SELECT coalesce(error_kind, 'unknown') AS kind, count(*) AS times FROM calls
        WHERE status = 'failed' GROUP BY 1) AS each
), counted AS (
    SELECT count(*)::int AS calls, (count(*) FILTER (WHERE status = 'failed'))::int AS failed,
        (count(DISTINCT person) FILTER (WHERE qualified))::int AS qualified_leads,
        (count(DISTINCT person) FILTER (WHERE qualified AND meeting_booked))::int AS booked_leads,
        (count(*) FILTER (WHERE status = 'completed' AND meeting_booked))::int AS meetings,
        (count(DISTINCT person) FILTER (WHERE status = 'completed' AND lead_score > %(hot_above)s))::int
            AS hot_leads,
        (avg(engagement_score) FILTER (WHERE status = 'completed'
            AND outcome IS DISTINCT FROM 'no_answer'))::float AS engagement
    FROM calls
)
SELECT * FROM counted, measured, spent, failures
"""

# Each with the calls of its person in the period; which of them influenced it is for ``operations.pipeline``.
OPPORTUNITIES = """
SELECT opportunity_id, deal.lead_email AS email, name, account_name, amount, currency, stage, is_closed,
    is_won,
    close_date, deal.created_at, changed_at, owner_id, owner_name, array_agg(calls.occurred_at) AS call_times
FROM warehouse.opportunities AS deal JOIN calls USING (lead_email) WHERE calls.status = 'completed'
GROUP BY opportunity_id ORDER BY opportunity_id
"""

ANY_CALL_BEFORE = """
SELECT EXISTS (SELECT FROM warehouse.sessions
    WHERE occurred_at < %s AND NOT (backfilled AND start_time IS NULL))
"""

LEADS = """
SELECT session_id, lead_score AS score, company, user_name AS name, discovered_signals AS signals FROM (
    SELECT DISTINCT ON (person) * FROM calls WHERE status = 'completed' AND lead_score IS NOT NULL
    ORDER BY person, lead_score DESC, occurred_at DESC) AS best
ORDER BY lead_score DESC, session_id LIMIT %(most)s
"""

TERMS = """, told AS (
    SELECT calls.*, done.sales_intelligence AS sales FROM calls
    LEFT JOIN warehouse.analysis_results AS done USING (session_id) WHERE status = 'completed'
), terms AS (
    SELECT session_id, 'industry' AS kind, industry AS name FROM told
    UNION SELECT session_id, 'integration', one #>> '{}'
        FROM told, jsonb_path_query(discovered_signals, '$.integration_needs[*]') AS one
    UNION SELECT session_id, 'feature', unnest(string_to_array(one #>> '{}', ', '))
        FROM told, jsonb_path_query(sales, '$.feature_requests[*].feature') AS one
    UNION SELECT session_id, 'competitor', one #>> '{}'
        FROM told, jsonb_path_query(sales, '$.competitors[*].name') AS one
    UNION SELECT session_id, 'switcher', one #>> '{}'
        FROM told, jsonb_path_query(sales, '$.competitors[*] ? (@.context == "current_tool").name') AS one
)
SELECT kind, name, (count(*) FILTER (WHERE occurred_at >= %(middle)s))::int AS calls,
    (count(*) FILTER (WHERE occurred_at < %(middle)s))::int AS calls_before,
    (count(*) FILTER (WHERE occurred_at >= %(middle)s AND qualified))::int AS qualified,
    (count(*) FILTER (WHERE occurred_at >= %(middle)s AND qualification_tier = 'Tier 1'))::int AS tier_1
FROM terms JOIN calls USING (session_id) WHERE name IS NOT NULL
GROUP BY kind, name ORDER BY count(*) DESC, kind, name LIMIT %(most)s
"""

WEEKS = """
SELECT (count(*) FILTER (WHERE occurred_at >= %(middle)s))::int,
    (count(*) FILTER (WHERE occurred_at < %(middle)s))::int FROM calls WHERE status = 'completed'
"""

# Signals are read as text and compared as numbers only where they are some.
DRIVERS = """, told AS (
    SELECT discovered_signals AS signals, sales_intelligence AS sales,
        CASE WHEN jsonb_typeof(discovered_signals -> 'team_size') = 'number'
            THEN (discovered_signals ->> 'team_size')::numeric END AS team_size,
        CASE WHEN jsonb_typeof(discovered_signals -> 'monthly_volume') = 'number'
            THEN (discovered_signals ->> 'monthly_volume')::numeric END AS volume
    FROM calls LEFT JOIN warehouse.analysis_results USING (session_id) WHERE qualified
)
SELECT count(*)::int AS qualified_calls,
    (count(*) FILTER (WHERE team_size >= %(team)s))::int AS team,
    (count(*) FILTER (WHERE volume >= %(volume)s))::int AS volume,
    (count(*) FILTER (WHERE jsonb_path_exists(sales, '$.competitors[*] ? (@.attitude == "negative")')))::int
        AS frustrated,
    (count(*) FILTER (WHERE signals ->> 'decision_timeline' IN ('this_week', 'this_month')))::int AS soon,
    (count(*) FILTER (WHERE signals ->> 'budget_authority' = 'decision_maker'))::int AS decision_maker
FROM told
"""

FLAGS = """
SELECT flag #>> '{}', count(DISTINCT session_id)
FROM calls JOIN warehouse.analysis_results AS done USING (session_id),
    jsonb_path_query(done.quality_analysis, '$.red_flags[*].kind') AS flag
WHERE status = 'completed' AND engagement_score < %(below)s AND outcome IS DISTINCT FROM 'no_answer'
GROUP BY 1
"""

HISTORY = """
SELECT count(call.session_id)::int AS calls,
    (count(DISTINCT person) FILTER (WHERE qualified))::int AS qualified_leads,
    (count(DISTINCT person) FILTER (WHERE qualified AND meeting_booked))::int AS booked_leads
FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS week (since, until)
LEFT JOIN LATERAL (
    SELECT *, coalesce(lead_email, user_phone, session_id) AS person,
        status = 'completed' AND (qualification_tier = 'Tier 1' OR coalesce(meeting_booked, false))
            AS qualified
    FROM warehouse.sessions
    WHERE occurred_at >= since AND occurred_at < until AND NOT (backfilled AND start_time IS NULL)
) AS call ON true
GROUP BY since ORDER BY since DESC
"""
