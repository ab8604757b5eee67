// Asks the dump door about archives: the same bad rows, as the sandbox's own pg_dump writes them.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { quoteLiteral, type Code } from '../../kernel/index.ts';
import {
  askBoth,
  attemptKey,
  FOREIGN_SERVER,
  HARMLESS_NOTE,
  LIVE_NOTE,
  SECRET_NOTE,
  type Ask,
  type AttemptFacts,
  type DoorAnswer,
} from '../../probes/index.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../../sandbox/index.ts';
import { dumpInto } from '../demo-dump.io.ts';
import type { CloneDoors } from './clone-doors.io.ts';
import { writeDump } from './written.io.ts';

const SOURCE = 'probe_source';

export async function askArchives(
  sandbox: Sandbox,
  workFolder: string,
  doors: Pick<CloneDoors, 'takeDump'>,
): Promise<ReadonlyMap<string, AttemptFacts>> {
  await inDatabase(sandbox, MAINTENANCE_DATABASE, [`CREATE DATABASE ${SOURCE}`]);
  const made = async (statements: readonly string[]): Promise<Uint8Array> => {
    await inDatabase(sandbox, SOURCE, statements);
    const target = path.join(workFolder, 'made.dump');
    await dumpInto(sandbox, SOURCE, ['--format=custom', '--no-owner'], target);
    return await readFile(target);
  };
  const good = await made([TABLE, noted(1, HARMLESS_NOTE), noted(2, HARMLESS_NOTE)]);
  // All that is bad in one archive: each probe asks of it what is its own.
  const bad = await made([noted(1, LIVE_NOTE), noted(2, SECRET_NOTE), FOREIGN_SERVER]);
  const [badAnswer, goodAnswer] = [taken(bad), taken(good)];
  const ask =
    (isOwn: (code: Code) => boolean): Ask =>
    async () => {
      const { allowed, findings } = await badAnswer;
      const own = findings.filter(({ code }) => isOwn(code));
      return { allowed: allowed || own.length === 0, findings: own };
    };
  const isSecret = (code: Code): boolean => code === 'DATA_PASSWORD_HASH';
  const askTwin: Ask = () => goodAnswer;
  return new Map([
    [
      attemptKey('clone-points-to-production', 'archived'),
      await askBoth(
        ask((code) => !isSecret(code)),
        askTwin,
      ),
    ],
    [attemptKey('clone-contains-secrets', 'archived'), await askBoth(ask(isSecret), askTwin)],
  ]);

  function taken(archive: Uint8Array): Promise<DoorAnswer> {
    const answer = (async () => {
      const { file, folder } = await writeDump(workFolder, 'probe.dump', archive);
      return (await doors.takeDump(file, folder)).answer;
    })();
    answer.catch(() => undefined); // whoever asks hears of it
    return answer;
  }
}

const TABLE = `CREATE TABLE public.births (object_id integer NOT NULL, note text);
INSERT INTO public.births VALUES (1, NULL), (2, NULL);`;

function noted(id: number, note: string): string {
  return `UPDATE public.births SET note = ${quoteLiteral(note)} WHERE object_id = ${id};`;
}

async function inDatabase(
  sandbox: Sandbox,
  database: string,
  statements: readonly string[],
): Promise<void> {
  await using session = await sandbox.connect({ database });
  for (const statement of statements) await session.client.query(statement);
}
