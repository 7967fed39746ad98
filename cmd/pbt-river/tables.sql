-- What pbt-river knows, in the schema pbt_river, beside River's own tables.
CREATE TABLE IF NOT EXISTS pbt_river.documents (
  sha256   text NOT NULL,
  ext      text NOT NULL,       -- of the first path, in lower case: it may decide how the bytes are read
  path     text NOT NULL,       -- where the content was first met
  size     bigint NOT NULL,
  queued   timestamptz NOT NULL DEFAULT now(),
  outcome  text,                -- converted, no-form, unreadable, skipped or changed; null until it is done
  done     timestamptz,
  job      bigint,              -- the job that did it
  attempt  int,
  worker   text,
  PRIMARY KEY (sha256, ext)
);
CREATE TABLE IF NOT EXISTS pbt_river.inputs (
  path     text PRIMARY KEY,
  sha256   text NOT NULL,
  ext      text NOT NULL,
  size     bigint NOT NULL,
  modified timestamptz NOT NULL,
  FOREIGN KEY (sha256, ext) REFERENCES pbt_river.documents
);
-- One row a document, or a member of an archive: its line of the manifest, and the
-- normalised file.
CREATE TABLE IF NOT EXISTS pbt_river.results (
  sha256       text NOT NULL,
  ext          text NOT NULL,
  member       text NOT NULL,   -- path inside an archive, else empty
  outcome      text NOT NULL,
  declarations int NOT NULL,
  record       jsonb NOT NULL,
  output       text,
  PRIMARY KEY (sha256, ext, member),
  FOREIGN KEY (sha256, ext) REFERENCES pbt_river.documents
);
CREATE INDEX IF NOT EXISTS inputs_content ON pbt_river.inputs (sha256, ext);
CREATE INDEX IF NOT EXISTS documents_open ON pbt_river.documents (queued) WHERE outcome IS NULL;
CREATE OR REPLACE VIEW pbt_river.progress AS
SELECT coalesce(d.outcome, 'queued') AS outcome, count(DISTINCT (d.sha256, d.ext)) AS documents, count(i.path) AS inputs,
       min(d.queued) FILTER (WHERE d.outcome IS NULL) AS oldest, max(d.done) AS latest
FROM pbt_river.documents d LEFT JOIN pbt_river.inputs i USING (sha256, ext) GROUP BY 1 ORDER BY 1;
