-- Up Migration
ALTER TABLE customer RENAME COLUMN support_rep_id TO account_manager_id;
ALTER TABLE customer
  RENAME CONSTRAINT customer_support_rep_id_fkey TO customer_account_manager_id_fkey;
ALTER INDEX customer_support_rep_id_idx RENAME TO customer_account_manager_id_idx;
COMMENT ON COLUMN customer.account_manager_id IS 'The employee who looks after this customer';

-- Down Migration
COMMENT ON COLUMN customer.account_manager_id IS NULL;
ALTER INDEX customer_account_manager_id_idx RENAME TO customer_support_rep_id_idx;
ALTER TABLE customer
  RENAME CONSTRAINT customer_account_manager_id_fkey TO customer_support_rep_id_fkey;
ALTER TABLE customer RENAME COLUMN account_manager_id TO support_rep_id;
