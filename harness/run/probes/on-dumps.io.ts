// Asks the dump door about plain dumps, and the ways out about what is told of one that is refused.
import { canonicalJson } from '../../kernel/index.ts';
import {
  AUTHORITY_NAMES,
  CLAIMS_PRODUCTION,
  dumpWith,
  FIRST_NAMES,
  FOREIGN_SERVER,
  LIVE_NOTE,
  proofWith,
  SECRET_NOTE,
  type Ask,
  type DumpNames,
  type DumpParts,
} from '../../probes/index.ts';
import type { FileDoors, TakenDump } from './file-doors.io.ts';
import { once } from './once.ts';
import type { Pair, ToldBy } from './on-files.io.ts';
import { outOf, projectIn, type Reporter, type Telling } from './out.io.ts';
import { forgePacket, writeDump } from './written.io.ts';

/** Major of the plain dumps that are only read: no server is asked for it. */
const MAJOR = 15;

/** Every dump is taken in once, and told once, however many ask about it. */
export function dumpPairs(
  workFolder: string,
  { lane, selftest: gateSelftest }: ToldBy,
  doors: FileDoors,
  reporter: Reporter,
): Pair[] {
  const taken = (parts: Partial<DumpParts>): Taken =>
    once(async () => {
      const text = dumpWith({ major: MAJOR, ...parts });
      const { file, folder } = await writeDump(workFolder, 'probe.sql', text);
      return { folder, ...(await doors.takeDump(file, folder)) };
    });
  const told = (dump: Taken): (() => Promise<Telling>) =>
    once(async () => {
      const { intake, content, folder } = await dump();
      const inputs = await projectIn(workFolder, lane);
      const all = { inputs, intake, content, clone: null, gateSelftest };
      return { told: all, written: await reporter(all, folder) };
    });
  // Refused for a row, so that findings name the table that it stands in.
  const live = taken({ note: LIVE_NOTE });
  const named = taken({ names: { ...AUTHORITY_NAMES, value: LIVE_NOTE } });
  const liveTold = told(live);

  const answered =
    (dump: Taken): Ask =>
    async () =>
      (await dump()).answer;
  const cameOut =
    (telling: () => Promise<Telling>, names: DumpNames): Ask =>
    async () =>
      outOf(await telling(), names);
  const verified =
    (changed: Readonly<Record<string, string>>): Ask =>
    async () => {
      const { packet } = (await liveTold()).written;
      return await doors.verifyPacket(await forgePacket(packet, changed));
    };
  const askTwin = answered(taken({}));
  const pair = (probe: string, attempt: string, dump: Taken): Pair => ({
    probe,
    attempt,
    ask: answered(dump),
    askTwin,
  });
  return [
    pair('clone-points-to-production', 'row', live),
    pair('clone-points-to-production', 'foreign-server', taken({ more: FOREIGN_SERVER })),
    pair('clone-contains-secrets', 'row', taken({ note: SECRET_NOTE })),
    {
      probe: 'clone-production-success',
      attempt: 'packet',
      ask: verified({
        'clone-rollback-evidence.json': canonicalJson(proofWith(CLAIMS_PRODUCTION)),
      }),
      askTwin: verified({}),
    },
    {
      probe: 'clone-authority-token',
      attempt: 'names-taken-in',
      ask: cameOut(told(named), AUTHORITY_NAMES),
      askTwin: cameOut(liveTold, FIRST_NAMES),
    },
  ];
}

type Taken = () => Promise<TakenDump & { readonly folder: string }>;
