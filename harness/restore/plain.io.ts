// Plain dumps: the container's own psql, fed statement by statement; never a psql of the host.
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { parse } from 'libpg-query';
import { finding, type Finding } from '../kernel/index.ts';
import type { PlainPiece } from '../intake/contract.ts';
import { printedInside } from './by-server.io.ts';
import { insideConnection } from './connection-string.ts';
import type { RestoreEvidence, RestoreRequest } from './contract.ts';
import { restoreErrors } from './errors.ts';
import { withFixedLiterals } from './literals.ts';
import type { Restorer } from './restore.io.ts';
import { treatStatement } from './treatment.ts';
import { psqlIsFixed } from './versions.ts';

export async function restorePlain(request: RestoreRequest): Promise<Restorer> {
  const omitted: RestoreEvidence['omitted'] = [];
  const [printed = ''] = await printedInside(request.sandbox, 'psql --version');
  const version = /\d+\.\d+/.exec(printed)?.[0] ?? 'unknown';
  return {
    pass: async (which, seconds) => {
      if (!psqlIsFixed(version)) {
        const what = `the image's psql is ${version}`;
        return which === 'first' ? [] : [finding('RESTORE_PSQL_UNSAFE', 'psql', what)];
      }
      return await runPsql(request, seconds, Readable.from(piecesOf(request, which, omitted)));
    },
    databaseStatements: () => [],
    omitted: () => omitted,
  };
}

/**
 * The bytes of one pass. Data belongs to the second; the first is schemas only. Code that a dump
 * runs while it is restored can change how psql reads the rest of it, so that a harmless string
 * becomes a meta-command: `\restrict` with a key of this run's own makes psql refuse every one, and
 * literals are written so that no setting changes where they end.
 */
async function* piecesOf(
  request: RestoreRequest,
  pass: 'first' | 'then',
  omitted: RestoreEvidence['omitted'],
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\\restrict ${randomBytes(32).toString('hex')}\n`);
  for await (const piece of request.scanPlain(request.dump.stagedPath)) {
    if (!(await belongsTo(piece, pass, omitted))) continue;
    yield piece.kind === 'copy-data' ? piece.bytes : withFixedLiterals(piece.bytes);
  }
}

async function belongsTo(
  piece: PlainPiece,
  pass: 'first' | 'then',
  omitted: RestoreEvidence['omitted'],
): Promise<boolean> {
  if (piece.kind === 'statement') {
    const [statement] = (await parse(piece.text)).stmts ?? [];
    const [kind, node] = Object.entries(statement?.stmt ?? {})[0] ?? ['', null];
    const treatment = treatStatement({ kind, node });
    if (treatment.kind === 'omit' && pass === 'then') {
      omitted.push({ entry: `${kind} at line ${piece.line}`, why: treatment.why });
    }
    return treatment.kind === pass;
  }
  // What is left belongs to the second pass: COPY data, INSERT statements, blanks.
  if (pass === 'first') return false;
  // No meta-command of the dump reaches psql: `\connect` would leave the clone's database, and
  // `\unrestrict` would lift what is set above. Intake has refused all others.
  return piece.kind !== 'meta';
}

async function runPsql(
  request: RestoreRequest,
  seconds: number,
  script: Readable,
): Promise<readonly Finding[]> {
  const { exitCode, stderr } = await request.sandbox.run(
    [
      'timeout',
      '--kill-after=5',
      String(seconds),
      'psql',
      '--no-psqlrc',
      '--quiet',
      '--output=/dev/null',
      '--set=ON_ERROR_STOP=1',
      `--dbname=${insideConnection(request.dump.facts.databaseName)}`,
    ],
    script,
  );
  const errors = restoreErrors(stderr);
  if (exitCode === 124 || exitCode === 137) {
    return [
      ...errors,
      finding(
        'RESTORE_TIMED_OUT',
        'psql',
        `ended after the ${request.limitSeconds} s of limits.restoreSeconds`,
      ),
    ];
  }
  if (exitCode !== 0 && errors.length === 0) {
    return [finding('RESTORE_ERROR', 'psql', `ended with exit code ${exitCode}`)];
  }
  return errors;
}
