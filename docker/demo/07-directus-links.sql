-- Directus: foreign keys between its tables, with the actions Directus gives them.
SET client_min_messages = warning;
SET search_path = public;
SET ROLE surface_owner;

ALTER TABLE directus_access
  ADD CONSTRAINT directus_access_policy_foreign
    FOREIGN KEY (policy) REFERENCES directus_policies(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_access_role_foreign
    FOREIGN KEY (role) REFERENCES directus_roles(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_access_user_foreign
    FOREIGN KEY ("user") REFERENCES directus_users(id) ON DELETE CASCADE;

ALTER TABLE directus_collections
  ADD CONSTRAINT directus_collections_group_foreign
    FOREIGN KEY ("group") REFERENCES directus_collections(collection);

ALTER TABLE directus_comments
  ADD CONSTRAINT directus_comments_user_created_foreign
    FOREIGN KEY (user_created) REFERENCES directus_users(id) ON DELETE SET NULL,
  ADD CONSTRAINT directus_comments_user_updated_foreign
    FOREIGN KEY (user_updated) REFERENCES directus_users(id);

ALTER TABLE directus_dashboards
  ADD CONSTRAINT directus_dashboards_user_created_foreign
    FOREIGN KEY (user_created) REFERENCES directus_users(id) ON DELETE SET NULL;

ALTER TABLE directus_files
  ADD CONSTRAINT directus_files_folder_foreign
    FOREIGN KEY (folder) REFERENCES directus_folders(id) ON DELETE SET NULL,
  ADD CONSTRAINT directus_files_modified_by_foreign
    FOREIGN KEY (modified_by) REFERENCES directus_users(id),
  ADD CONSTRAINT directus_files_uploaded_by_foreign
    FOREIGN KEY (uploaded_by) REFERENCES directus_users(id);

ALTER TABLE directus_flows
  ADD CONSTRAINT directus_flows_user_created_foreign
    FOREIGN KEY (user_created) REFERENCES directus_users(id) ON DELETE SET NULL;

ALTER TABLE directus_folders
  ADD CONSTRAINT directus_folders_parent_foreign
    FOREIGN KEY (parent) REFERENCES directus_folders(id);

ALTER TABLE directus_notifications
  ADD CONSTRAINT directus_notifications_recipient_foreign
    FOREIGN KEY (recipient) REFERENCES directus_users(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_notifications_sender_foreign
    FOREIGN KEY (sender) REFERENCES directus_users(id);

ALTER TABLE directus_operations
  ADD CONSTRAINT directus_operations_flow_foreign
    FOREIGN KEY (flow) REFERENCES directus_flows(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_operations_reject_foreign
    FOREIGN KEY (reject) REFERENCES directus_operations(id),
  ADD CONSTRAINT directus_operations_resolve_foreign
    FOREIGN KEY (resolve) REFERENCES directus_operations(id),
  ADD CONSTRAINT directus_operations_user_created_foreign
    FOREIGN KEY (user_created) REFERENCES directus_users(id) ON DELETE SET NULL;

ALTER TABLE directus_panels
  ADD CONSTRAINT directus_panels_dashboard_foreign
    FOREIGN KEY (dashboard) REFERENCES directus_dashboards(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_panels_user_created_foreign
    FOREIGN KEY (user_created) REFERENCES directus_users(id) ON DELETE SET NULL;

ALTER TABLE directus_permissions
  ADD CONSTRAINT directus_permissions_policy_foreign
    FOREIGN KEY (policy) REFERENCES directus_policies(id) ON DELETE CASCADE;

ALTER TABLE directus_presets
  ADD CONSTRAINT directus_presets_role_foreign
    FOREIGN KEY (role) REFERENCES directus_roles(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_presets_user_foreign
    FOREIGN KEY ("user") REFERENCES directus_users(id) ON DELETE CASCADE;

ALTER TABLE directus_revisions
  ADD CONSTRAINT directus_revisions_activity_foreign
    FOREIGN KEY (activity) REFERENCES directus_activity(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_revisions_parent_foreign
    FOREIGN KEY (parent) REFERENCES directus_revisions(id),
  ADD CONSTRAINT directus_revisions_version_foreign
    FOREIGN KEY (version) REFERENCES directus_versions(id) ON DELETE CASCADE;

ALTER TABLE directus_roles
  ADD CONSTRAINT directus_roles_parent_foreign
    FOREIGN KEY (parent) REFERENCES directus_roles(id);

ALTER TABLE directus_sessions
  ADD CONSTRAINT directus_sessions_share_foreign
    FOREIGN KEY (share) REFERENCES directus_shares(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_sessions_user_foreign
    FOREIGN KEY ("user") REFERENCES directus_users(id) ON DELETE CASCADE;

ALTER TABLE directus_settings
  ADD CONSTRAINT directus_settings_project_logo_foreign
    FOREIGN KEY (project_logo) REFERENCES directus_files(id),
  ADD CONSTRAINT directus_settings_public_background_foreign
    FOREIGN KEY (public_background) REFERENCES directus_files(id),
  ADD CONSTRAINT directus_settings_public_favicon_foreign
    FOREIGN KEY (public_favicon) REFERENCES directus_files(id),
  ADD CONSTRAINT directus_settings_public_foreground_foreign
    FOREIGN KEY (public_foreground) REFERENCES directus_files(id),
  ADD CONSTRAINT directus_settings_public_registration_role_foreign
    FOREIGN KEY (public_registration_role) REFERENCES directus_roles(id) ON DELETE SET NULL,
  ADD CONSTRAINT directus_settings_storage_default_folder_foreign
    FOREIGN KEY (storage_default_folder) REFERENCES directus_folders(id) ON DELETE SET NULL;

ALTER TABLE directus_shares
  ADD CONSTRAINT directus_shares_collection_foreign
    FOREIGN KEY (collection) REFERENCES directus_collections(collection) ON DELETE CASCADE,
  ADD CONSTRAINT directus_shares_role_foreign
    FOREIGN KEY (role) REFERENCES directus_roles(id) ON DELETE CASCADE,
  ADD CONSTRAINT directus_shares_user_created_foreign
    FOREIGN KEY (user_created) REFERENCES directus_users(id) ON DELETE SET NULL;

ALTER TABLE directus_users
  ADD CONSTRAINT directus_users_role_foreign
    FOREIGN KEY (role) REFERENCES directus_roles(id) ON DELETE SET NULL;

ALTER TABLE directus_versions
  ADD CONSTRAINT directus_versions_collection_foreign
    FOREIGN KEY (collection) REFERENCES directus_collections(collection) ON DELETE CASCADE,
  ADD CONSTRAINT directus_versions_user_created_foreign
    FOREIGN KEY (user_created) REFERENCES directus_users(id) ON DELETE SET NULL,
  ADD CONSTRAINT directus_versions_user_updated_foreign
    FOREIGN KEY (user_updated) REFERENCES directus_users(id);

ALTER TABLE directus_webhooks
  ADD CONSTRAINT directus_webhooks_migrated_flow_foreign
    FOREIGN KEY (migrated_flow) REFERENCES directus_flows(id) ON DELETE SET NULL;

RESET ROLE;
