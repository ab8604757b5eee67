DROP TABLE invoice_history;
