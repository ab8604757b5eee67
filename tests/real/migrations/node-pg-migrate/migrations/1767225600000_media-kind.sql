-- Up Migration
CREATE TYPE media_kind AS ENUM ('audio', 'video');
ALTER TABLE media_type ADD COLUMN kind media_kind;
UPDATE media_type
SET kind = CASE WHEN name LIKE '%video%' THEN 'video' ELSE 'audio' END::media_kind;
ALTER TABLE media_type ALTER COLUMN kind SET NOT NULL;
ALTER TABLE media_type ALTER COLUMN kind SET DEFAULT 'audio';

-- Down Migration
ALTER TABLE media_type DROP COLUMN kind;
DROP TYPE media_kind;
