-- A neutralised copy must neither rotate production's tokens nor speak to its organisations.
UPDATE xero_authorisation
   SET token_cipher = NULL,
       state = 'revoked',
       access_expires_at = NULL,
       refresh_expires_at = NULL;
UPDATE xero_app
   SET client_secret_cipher = NULL,
       webhook_key_cipher = NULL;
UPDATE xero_connection
   SET state = 'disconnected',
       ending_connection_id = NULL
 WHERE state <> 'draft';
DELETE FROM xero_consent;
DELETE FROM xero_connect_wizard;
