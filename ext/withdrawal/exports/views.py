"""Questions that people of the field ask, as views of the database: a name, and its query."""

from __future__ import annotations

VIEWS = {
    "witnesses": """  -- what each source says of each claim, the source text included
SELECT claim, source, relation, locator, says FROM claim_evidence
UNION ALL SELECT id, 'seed', 'supports', 'paragraph ' || paragraph, statement
FROM claims WHERE id LIKE 'F%'""",
    "returns_by_year": """  -- formations by the years in which they can have come home
SELECT substr("first", 1, 4) AS first_year, substr("last", 1, 4) AS last_year, echelon, arm,
  count(*) AS formations, group_concat(unit, ' ; ') AS units
FROM returns WHERE "first" IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""",
    "divisions_by_batch": """  -- divisions as the sources count them, with the outer years of the batch
SELECT id AS batch, title, substr(dates_first, 1, 4) AS first_year,
  substr(dates_last, 1, 4) AS last_year, divisions, divisions_status FROM batches""",
    "unknown_return": """  -- formations whose year of return no source seen tells
SELECT unit, name, echelon, arm, "first", "last", basis FROM returns
WHERE "first" IS NULL OR substr("first", 1, 4) <> substr("last", 1, 4)""",
    "supports": """  -- the sources that bear each value out, through its claims or by themselves
SELECT DISTINCT fact, source FROM (
  SELECT r.fact, w.source FROM rests_on r JOIN witnesses w ON w.claim = r.claim
  WHERE w.relation <> 'contradicts'
  UNION SELECT fact, source FROM rests_on WHERE source IS NOT NULL) WHERE fact IS NOT NULL""",
    "single_witness": """  -- values that one source alone bears out
SELECT s.fact, f.wording, f.unit, min(s.source) AS source, k.grade FROM supports s
JOIN facts f ON f.id = s.fact JOIN sources k ON k.key = s.source
GROUP BY s.fact HAVING count(DISTINCT s.source) = 1""",
    "events_with_sources": """  -- events in order, with the sources of their dates
SELECT e.id, e.title, e.date, e.date_first, e.date_last, e.lane,
  group_concat(s.source, ' ; ') AS sources
FROM events e LEFT JOIN supports s ON s.fact = e.id || '.date'
GROUP BY e.id ORDER BY e.date_first, e.id""",
    "totals": """  -- divisions and men of each way of leaving; men is empty where a batch has none
SELECT campaign, sum(divisions) AS divisions,
  CASE WHEN count(strength) = count(*) THEN sum(strength) END AS men FROM batches GROUP BY campaign""",
    "who_says_what": """  -- every source on every value, for or against
SELECT r.fact, f.wording AS held, w.source, w.relation, w.says, r.claim FROM rests_on r
JOIN witnesses w ON w.claim = r.claim JOIN facts f ON f.id = r.fact""",
    "sources_by_grade": """  -- how many sources have each grade
SELECT grade, count(*) AS sources FROM sources GROUP BY grade ORDER BY grade""",
    "sources_without_address": """  -- works that no address leads to, and why
SELECT "key", label, url_note FROM sources WHERE url IS NULL""",
    "source_text_alone": """  -- claims of the source text that no other source bears out
SELECT id, statement, verdict FROM claims WHERE id LIKE 'F%' AND NOT EXISTS (
  SELECT 1 FROM claim_evidence e WHERE e.claim = claims.id AND e.relation <> 'contradicts')""",
    "who_was_where": """  -- people, places and days, by the events that name them
SELECT e.date_first, e.date_last, p.to_id AS person, l.to_id AS place, e.id AS event
FROM events e JOIN links p ON p.id = e.id AND p.kind = 'events' AND p.field = 'people'
LEFT JOIN links l ON l.id = e.id AND l.kind = 'events' AND l.field = 'places'""",
}
