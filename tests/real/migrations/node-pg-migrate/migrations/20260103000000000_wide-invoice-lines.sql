-- Up Migration
ALTER TABLE invoice_line ALTER COLUMN invoice_line_id TYPE bigint;
ALTER SEQUENCE invoice_line_invoice_line_id_seq AS bigint;
ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_quantity_check CHECK (quantity > 0);

-- Down Migration
ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_quantity_check;
ALTER SEQUENCE invoice_line_invoice_line_id_seq AS integer;
ALTER TABLE invoice_line ALTER COLUMN invoice_line_id TYPE integer;
