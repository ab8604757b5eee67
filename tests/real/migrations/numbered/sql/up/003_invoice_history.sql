-- What was invoiced, by year; the invoices themselves stay where they are.
CREATE TABLE invoice_history (
  invoice_id integer NOT NULL,
  invoice_date timestamp NOT NULL,
  total numeric(10, 2) NOT NULL,
  PRIMARY KEY (invoice_id, invoice_date)
) PARTITION BY RANGE (invoice_date);
CREATE TABLE invoice_history_old PARTITION OF invoice_history
  FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE TABLE invoice_history_2024 PARTITION OF invoice_history
  FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE invoice_history_2025 PARTITION OF invoice_history
  FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO invoice_history
SELECT invoice_id, invoice_date, total FROM invoice ORDER BY invoice_id;
