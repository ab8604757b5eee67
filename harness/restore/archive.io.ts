// Custom, directory and tar archives: pg_restore inside the sandbox, by lists of entries.
import { Readable } from 'node:stream';
import { finding, type Finding } from '../kernel/index.ts';
import { insideConnection } from './connection-string.ts';
import type { RestoreEvidence, RestoreRequest } from './contract.ts';
import { restoreErrors } from './errors.ts';
import type { Restorer } from './restore.io.ts';
import { treatEntry } from './treatment.ts';

export async function restoreArchive(request: RestoreRequest): Promise<Restorer> {
  const treated = request.dump.contents.toc.map((entry) => ({
    entry,
    treatment: treatEntry(entry),
  }));
  const omitted: RestoreEvidence['omitted'] = treated.flatMap(({ entry, treatment }) =>
    treatment.kind === 'omit'
      ? [{ entry: `${entry.description} ${entry.tag}`, why: treatment.why }]
      : [],
  );
  return Promise.resolve({
    pass: async (which, seconds) => {
      const chosen = treated.filter(({ treatment }) => treatment.kind === which);
      if (chosen.length === 0) return [];
      return await runPgRestore(
        request,
        which,
        seconds,
        chosen.map(({ entry }) => entry.dumpId),
      );
    },
    databaseStatements: () =>
      treated.flatMap(({ treatment }) => (treatment.kind === 'database' ? [treatment.sql] : [])),
    omitted: () => omitted,
  });
}

async function runPgRestore(
  request: RestoreRequest,
  pass: 'first' | 'then',
  seconds: number,
  dumpIds: readonly number[],
): Promise<readonly Finding[]> {
  const { sandbox, dump } = request;
  const listPath = `/tmp/restore-${pass}.list`;
  const list = Readable.from([`${dumpIds.map((id) => `${id};`).join('\n')}\n`]);
  const canRunParallel = dump.facts.format !== 'tar' && pass === 'then' && request.jobs > 1;
  const restore = [
    'timeout',
    '--kill-after=5',
    String(seconds),
    'pg_restore',
    `--dbname=${insideConnection(dump.facts.databaseName)}`,
    `--use-list=${listPath}`,
    ...(canRunParallel ? [`--jobs=${request.jobs}`] : []),
    sandbox.dumpPath,
  ];
  // The list first, by the same command: pg_restore cannot read one from its input.
  const program = 'cat > "$1" && shift && exec "$@"';
  const command = ['bash', '-c', program, 'restore', listPath, ...restore];
  const { exitCode, stderr } = await sandbox.run(command, list);
  const errors = restoreErrors(stderr);
  if (exitCode === 124 || exitCode === 137) {
    return [
      ...errors,
      finding(
        'RESTORE_TIMED_OUT',
        'pg_restore',
        `ended after the ${request.limitSeconds} s of limits.restoreSeconds`,
      ),
    ];
  }
  // An exit code without an error that could be read is an error all the same.
  if (exitCode !== 0 && errors.length === 0) {
    return [finding('RESTORE_ERROR', 'pg_restore', `ended with exit code ${exitCode}`)];
  }
  return errors;
}
