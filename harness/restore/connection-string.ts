// The connection string for programs inside the sandbox; a database's name cannot add to it.
import { RESTORER } from './contract.ts';

export function insideConnection(database: string): string {
  const quoted = database.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `host=/rehearsal/socket user=${RESTORER} dbname='${quoted}'`;
}
