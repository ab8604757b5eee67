// Tries the instrument on a spent clone: tiny changes, each seen to come and seen to go.
import type { Client } from 'pg';
import { finding, messageOf, Problem, type Finding } from '../../kernel/index.ts';
import type {
  CalibrationRequest,
  CalibrationResult,
  CalibrationTrial,
} from '../calibration-contract.ts';
import { SESSION_SETTINGS, TABLE_FACTS } from './facts.ts';
import { judgeCalibration, judgeTrial, type JudgedTrial } from './judge.ts';
import type { Place, TableFact } from './kind.ts';
import { kindsTried, LAST_KIND } from './kinds.ts';
import { DROP_OWN, makeOwn } from './own.ts';
import { tryAll, waitingFor, type Waiting } from './round.io.ts';
import { dumpSchema, restoreSchema } from './schema.io.ts';
import type { Fingerprint } from '../contract.ts';
import { openWitness } from '../witness.io.ts';
import type { DiskWord, Look, Witness, WitnessRequest } from '../witness-contract.ts';

/** The instrument under test. */
export interface Instrument extends Pick<Witness, 'lookWhole'>, AsyncDisposable {
  look(): Promise<Pick<Look, 'print'>>;
}

export interface CalibrationPorts {
  /** The real witness; a test hands in a blind one. */
  readonly open: (request: WitnessRequest) => Promise<Instrument>;
  /** Whether changes of different parts share a look; a test takes them apart. */
  readonly isTogether: boolean;
}

/** Rows of a table that is read through to find one that fits. */
const MOST_ROWS = 20_000;
/** The same of its bytes: few rows of long texts take as long. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Rows of a table that is worth being read at few looks. */
const LARGE_ROWS = 1000;

/**
 * Proves the instrument on the operator's own schema. The clone is spent on it; of the cluster it
 * stands in nothing is left changed.
 */
export async function calibrate(
  request: CalibrationRequest,
  { open, isTogether }: CalibrationPorts = { open: openWitness, isTogether: true },
): Promise<CalibrationResult> {
  // Opened while nothing else is going on: what is under way already cannot be followed.
  const { server, database, start, reference } = request;
  const tried = reference === undefined ? {} : { reference: { ...reference, onAll: true } };
  const opened = open({ server, database, start, keepsSession: true, ...tried });
  await opened.then(doNothing, doNothing);
  // Begun before anything is changed, restored beside the trials.
  const dumped = dumpSchema(request);
  dumped.catch(() => undefined); // told where the schemas are compared
  const comparing = restoreSchema(request, dumped);
  const ready = dumped.then(doNothing, doNothing);
  const trials = await trialsThrough({ request, opened, isTogether, ready }).catch(notTried);
  return judgeCalibration(trials, await comparing);
}

function doNothing(): void {}

/** Whatever stopped it: an instrument that was not tried to the end is not believed. */
function notTried(error: unknown): readonly JudgedTrial[] {
  const findings: readonly Finding[] =
    error instanceof Problem
      ? error.findings
      : [finding('CALIBRATION_NOT_TRIED', 'calibration', messageOf(error))];
  const trial: CalibrationTrial = {
    kind: 'all',
    place: 'none',
    own: 'harness',
    seen: 'NOT_DECIDED',
    restored: 'NOT_DECIDED',
  };
  return [{ trial, findings }];
}

interface Trials extends Pick<CalibrationPorts, 'isTogether'> {
  readonly opened: Promise<Instrument>;
  readonly request: CalibrationRequest;
  /** Nothing may be changed before this. */
  readonly ready: Promise<void>;
}

async function trialsThrough(trials: Trials): Promise<readonly JudgedTrial[]> {
  const { request, isTogether } = trials;
  await using instrument = await trials.opened;
  await trials.ready;
  await using session = await request.server.connect({ database: request.database });
  const { client } = session;
  await client.query(SESSION_SETTINGS);
  const { rows: asked } = await client.query<{ encoding: string }>(
    `SELECT getdatabaseencoding()::text AS encoding`,
  );
  const isUnicode = asked[0]?.encoding === 'UTF8';
  const look = async (): Promise<Fingerprint> => (await instrument.look()).print;
  const rows = new Map(request.start.tables.map((table) => [table.table, table.rows]));
  const isLarge = (part: string): boolean => (rows.get(part) ?? 0) > LARGE_ROWS;
  await client.query(makeOwn(isUnicode));
  const run = async (): Promise<{
    readonly made: Fingerprint;
    readonly tried: readonly JudgedTrial[];
  }> => {
    try {
      const kinds = kindsOn(client, request.start, isUnicode);
      const [made, waiting] = await Promise.all([look(), kinds]);
      const tried = await tryAll({ client, look, isTogether, isLarge }, waiting, made);
      return { made, tried: inOrder(tried.trials, waiting) };
    } finally {
      await client.query(DROP_OWN);
    }
  };
  const { made, tried } = await run();
  const disk = (await request.disk?.()) ?? undefined;
  return [...tried, await judgeAll(instrument, request.start, made, disk)];
}

/** As the kinds stand in their lists, not as their rounds came. */
function inOrder(
  trials: readonly JudgedTrial[],
  kinds: readonly Waiting[],
): readonly JudgedTrial[] {
  const places = new Map(kinds.map(({ kind }, index) => [kind, index]));
  const placeOf = ({ trial }: JudgedTrial): number => places.get(trial.kind) ?? kinds.length;
  return trials.toSorted((one, other) => placeOf(one) - placeOf(other));
}

async function kindsOn(
  client: Client,
  start: Fingerprint,
  isUnicode: boolean,
): Promise<readonly Waiting[]> {
  const tables = await tablesOf(client, start);
  const kinds: Waiting[] = [];
  for (const kind of kindsTried(isUnicode)) {
    kinds.push(await waitingFor(client, kind, tables));
  }
  return kinds;
}

/** The smallest tables first that hold rows, by the print: the same ones in every run. */
async function tablesOf(client: Client, start: Fingerprint): Promise<readonly TableFact[]> {
  const { rows: found } = await client.query<Omit<TableFact, 'rows'>>(TABLE_FACTS);
  const counts = new Map(start.tables.map(({ table, rows }) => [table, rows]));
  const fits = ({ own, rows, bytes }: TableFact): boolean =>
    own === 'harness' || (rows > 0 && rows <= MOST_ROWS && bytes <= MOST_BYTES);
  return found
    .map((table): TableFact => ({ ...table, rows: counts.get(table.label) ?? 2 }))
    .filter(fits)
    .sort((a, b) => a.rows - b.rows || (a.label < b.label ? -1 : 1));
}

/** After all is taken back and dropped: as the witness has it, and read whole, it is as it began. */
async function judgeAll(
  instrument: Instrument,
  start: Fingerprint,
  made: Fingerprint,
  disk: DiskWord | undefined,
): Promise<JudgedTrial> {
  const [{ print: last }, whole] = await Promise.all([
    instrument.look(),
    instrument.lookWhole(disk),
  ]);
  const part = 'catalog: schemas';
  const place: Place = {
    place: 'the whole database',
    own: 'operator',
    part,
    touches: null,
    mutate: '',
    takeBack: null,
  };
  const facts = { kind: LAST_KIND, place, before: start, after: made, refusal: null };
  // Both have to be as it began: what only one of them sees, the other overlooked.
  return judgeTrial({ ...facts, back: last.hash === start.hash ? whole : last });
}
