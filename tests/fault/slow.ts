// A configuration whose one scenario is in the middle of a statement for half a minute.
import path from 'node:path';

export const SLOW = path.join(import.meta.dirname, 'slow/rehearsal.config.yaml');
