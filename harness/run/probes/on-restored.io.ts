// Asks what comes after a restore: the schema check, the validator over what was really rehearsed,
// and the way out for all that bears a name of authority.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  askBoth,
  attemptKey,
  AUTHORITY_NAMES,
  FIRST_NAMES,
  SCENARIOS,
  specWith,
  type Ask,
  type AttemptFacts,
  type DoorAnswer,
  type DumpNames,
} from '../../probes/index.ts';
import { validatePacketProof } from '../../proof/index.ts';
import type { GateSelftest } from '../../gate/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { loadSpec, type SchemaCheck } from '../../schema/index.ts';
import type { CloneFacts, RunInputs } from '../contract.ts';
import type { CloneDoors, Rehearsed, Restored } from './clone-doors.io.ts';
import { once } from './once.ts';
import { outOf, type Telling, type Told, type Written } from './out.io.ts';
import type { SoundParts } from './on-sound.io.ts';
import { folderIn, writeFiles } from './written.io.ts';

type Attempts = ReadonlyMap<string, AttemptFacts>;

/** A spec that fits the clone, and the same with the type of one column changed. */
export async function askSchema(
  sandbox: Sandbox,
  database: string,
  workFolder: string,
  doors: Pick<CloneDoors, 'checkSchema'>,
): Promise<{ readonly attempts: Attempts; readonly check: SchemaCheck }> {
  const check = async (noteType: string): Promise<SchemaCheck> => {
    const folder = await folderIn(workFolder);
    await writeFiles(folder, { 'spec.yaml': specWith(noteType) });
    const { spec } = await loadSpec(path.join(folder, 'spec.yaml'));
    if (spec === null) throw new TypeError('the spec of the probes cannot be read');
    return await doors.checkSchema(sandbox, database, spec);
  };
  const good = await check('text');
  const answer = ({ table, findings }: SchemaCheck): DoorAnswer => ({
    allowed: table.judgement === 'HELD',
    findings,
  });
  const key = attemptKey('clone-schema-mismatch', 'column-type');
  const ask: Ask = async () => answer(await check('integer'));
  const askTwin: Ask = () => Promise.resolve(answer(good));
  return { attempts: new Map([[key, await askBoth(ask, askTwin)]]), check: good };
}

/** Rehearses every scenario once; what is told of each is a packet of its own. */
export async function askRehearsed(
  restored: Restored,
  gateSelftest: GateSelftest,
  { doors, report }: Pick<SoundParts, 'doors' | 'report'>,
): Promise<Attempts> {
  const { inputs, work, content } = restored;
  const intake = { kind: 'accepted', dump: restored.dump, findings: [], allowed: [] } as const;
  const clone = cloneOf(restored, await doors.rehearse(restored));
  const tell = (scenario: string): Told => ({
    intake,
    content,
    gateSelftest,
    inputs: plannedOf(inputs, scenario),
    clone: { ...clone, runs: clone.runs.filter(({ evidence }) => evidence.id === scenario) },
  });
  const telling = (scenario: string): (() => Promise<Telling>) =>
    once(async () => {
      const told = tell(scenario);
      return { told, written: await report(told, await folderIn(work.path)) };
    });
  const good = telling(SCENARIOS.good);
  const validated =
    (told: () => Promise<Telling>): Ask =>
    async () =>
      await validatedPacket((await told()).written);
  const cameOut =
    (told: () => Promise<Telling>, names: DumpNames): Ask =>
    async () =>
      outOf(await told(), names);
  return new Map([
    [
      attemptKey('clone-no-mutation', 'rehearsed'),
      await askBoth(validated(telling(SCENARIOS.still)), validated(good)),
    ],
    [
      attemptKey('clone-not-restored', 'rehearsed'),
      await askBoth(validated(telling(SCENARIOS.stays)), validated(good)),
    ],
    [
      attemptKey('clone-authority-token', 'names-rehearsed'),
      await askBoth(cameOut(good, AUTHORITY_NAMES), cameOut(good, FIRST_NAMES)),
    ],
  ]);
}

function cloneOf(
  { sandbox, restore, schema }: Restored,
  { draft, findings }: Rehearsed,
): CloneFacts {
  return {
    isolation: sandbox.isolation,
    crossing: sandbox.crossing,
    serverVersion: sandbox.serverVersion,
    restore: draft.restore ?? restore,
    content: draft.content ?? null,
    schema,
    entry: draft.entry ?? null,
    exit: draft.exit ?? null,
    ground: draft.ground ?? null,
    calibration: draft.calibration ?? null,
    runs: draft.runs ?? [],
    clusterResidue: draft.clusterResidue ?? null,
    // Nothing has ended yet: what the probes leave is asked when they have.
    leftovers: { containers: 1, volumes: 1, networks: 0, socketFolderGone: false },
    findings,
  };
}

function plannedOf(inputs: RunInputs, scenario: string): RunInputs {
  return { ...inputs, planned: inputs.planned.filter(({ id }) => id === scenario) };
}

/** What `rehearse validate` says to a packet's folder. */
async function validatedPacket({ packet }: Written): Promise<DoorAnswer> {
  const [proof, execution] = await Promise.all(
    ['clone-rollback-evidence.json', 'clone-rehearsal-execution-evidence.json'].map((name) =>
      readFile(path.join(packet, name)),
    ),
  );
  if (proof === undefined || execution === undefined) throw new TypeError('a packet without proof');
  const { judgement, findings } = validatePacketProof(proof, execution);
  return { allowed: judgement === 'HELD', findings };
}
