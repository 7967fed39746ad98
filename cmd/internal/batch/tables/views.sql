-- The indexes and views of the tables, in the SQL that SQLite and PostgreSQL share.
CREATE INDEX IF NOT EXISTS indicators_project ON indicators (unit, project_name, name, year);
CREATE INDEX IF NOT EXISTS findings_rule ON findings (rule, severity);
CREATE INDEX IF NOT EXISTS documents_sha256 ON documents (sha256);
CREATE INDEX IF NOT EXISTS declarations_unit ON declarations (unit, year);

-- How did the run go? Inputs by outcome and format.
CREATE VIEW outcomes AS
SELECT outcome, reader, count(*) AS inputs, sum(declarations) AS declarations, sum(errors) AS errors, sum(warnings) AS warnings
FROM documents GROUP BY outcome, reader ORDER BY inputs DESC, outcome, reader;

-- Which documents need a person, and why?
CREATE VIEW unreadable AS
SELECT input, problem, message, partial FROM documents WHERE outcome = 'unreadable' ORDER BY problem, input;

-- Which documents are the same, byte for byte?
CREATE VIEW copies AS
SELECT sha256, count(*) AS copies, min(input) AS first, max(input) AS last
FROM documents WHERE sha256 IS NOT NULL GROUP BY sha256 HAVING count(*) > 1 ORDER BY copies DESC, sha256;

-- How much did each unit ask for, and with how many targets?
CREATE VIEW units AS
SELECT department, unit, year, count(*) AS declarations, sum(indicators) AS indicators,
       sum(funds_total) AS funds_total, sum(funds_year) AS funds_year
FROM declarations GROUP BY department, unit, year ORDER BY department, unit, year;

-- What is wrong most often?
CREATE VIEW rules AS
SELECT rule, severity, count(*) AS findings, count(DISTINCT document) AS documents, min(message) AS example
FROM findings GROUP BY rule, severity ORDER BY findings DESC, rule;

-- Whose forms need the most work?
CREATE VIEW unit_findings AS
SELECT d.unit, d.year, count(*) AS findings, count(*) FILTER (WHERE f.severity = 'error') AS errors, count(*) FILTER (WHERE f.severity = 'warning') AS warnings,
       count(DISTINCT f.document || '.' || f.declaration) AS declarations
FROM findings f JOIN declarations d USING (document, declaration)
GROUP BY d.unit, d.year ORDER BY errors DESC, findings DESC, d.unit, d.year;

-- How are targets set: by number, date, words?
CREATE VIEW target_kinds AS
SELECT coalesce(level1_canonical, level1) AS level1, coalesce(level2_canonical, level2) AS level2, kind, count(*) AS indicators FROM indicators
GROUP BY 1, 2, 3 ORDER BY indicators DESC, 1, 2, 3;

-- How did the targets of a project change from one year to the next, in percent
-- where both are of one dimension?
CREATE VIEW target_changes AS
SELECT a.unit, a.project_name, a.name, a.year AS year, a.text AS target, b.year AS next_year, b.text AS next_target,
       CASE WHEN a.number_base <> 0 AND (a.base_unit = b.base_unit OR a.base_unit IS NULL AND b.base_unit IS NULL)
            THEN round(100.0 * (b.number_base - a.number_base) / a.number_base, 2) END AS change_percent
FROM indicators a
JOIN indicators b ON b.unit = a.unit AND b.project_name = a.project_name AND b.name = a.name AND b.year = a.year + 1
WHERE a.tree IS DISTINCT FROM '中期' AND b.tree IS DISTINCT FROM '中期'
ORDER BY a.unit, a.project_name, a.year, a.document, a.declaration, a.indicator, b.document, b.declaration, b.indicator;

-- Did a self-evaluation meet its targets?
CREATE VIEW results AS
SELECT input, unit, project_name, year, level1, level2, name, op, number, value_unit, actual_number, actual, score, weight,
       CASE op WHEN '>=' THEN actual_base >= number_base WHEN '>' THEN actual_base > number_base WHEN '<=' THEN actual_base <= number_base
               WHEN '<' THEN actual_base < number_base WHEN '=' THEN actual_base = number_base END AS met
FROM indicators WHERE actual IS NOT NULL ORDER BY document, declaration, indicator;
