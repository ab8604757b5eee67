// The calibration on real servers: what it needs to see is seen, and a blind instrument is found out.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { takeIn } from '../../harness/intake/index.ts';
import { restoreDump } from '../../harness/restore/index.ts';
import { groundOn, type CloneGround } from '../../harness/sandbox/index.ts';
import { RELATION_KINDS } from '../../harness/witness/calibration/catalog.ts';
import { OBJECT_KINDS } from '../../harness/witness/calibration/objects.ts';
import { OWN_KINDS } from '../../harness/witness/calibration/own.ts';
import {
  calibrate,
  type CalibrationPorts,
} from '../../harness/witness/calibration/calibrate.io.ts';
import {
  changedParts,
  lookAt,
  openWitness,
  type CalibrationResult,
  type Fingerprint,
} from '../../harness/witness/index.ts';
import { attest, dumpMaker } from './made-dumps.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

const SLOW_MS = 240_000;

/** One row only, but longer than all others together: reading it at each look would take longest. */
const LONG = 'what_is_long';

/** What a dump and its restore say in other words than whoever made it. */
const REWORDED = `
  SET ROLE surface_owner;
  CREATE TYPE public.colour AS ENUM ('red', 'green');
  CREATE DOMAIN public.code AS varchar(4) CHECK (VALUE IN ('a', 'b'));
  CREATE TYPE public.days AS RANGE (subtype = date);
  CREATE TABLE public.reworded (
    id integer, v varchar(5) CHECK (v IN ('a', 'b')), k public.colour DEFAULT 'red', c public.code,
    n numeric CHECK (n BETWEEN 1 AND 5 AND n <> 3 OR n = 7), grid integer[][] DEFAULT ARRAY[[1, 2]],
    made timestamptz DEFAULT 'epoch'::timestamptz,
    g integer GENERATED ALWAYS AS (CASE WHEN id BETWEEN 1 AND 2 OR id IN (4, 5) THEN id END) STORED
  );
  CREATE INDEX reworded_some ON public.reworded (lower(v)) WHERE v IN ('a', 'b') OR k = 'red';
  CREATE VIEW public.reworded_view AS SELECT id, CASE WHEN v IN ('a', 'b') THEN 1 END AS one
    FROM public.reworded WHERE n NOT BETWEEN 1 AND 5 AND (v = 'a' OR id > 2);
  CREATE FUNCTION public.say_nothing() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
  CREATE TRIGGER reworded_when BEFORE UPDATE ON public.reworded FOR EACH ROW
    WHEN (old.v IN ('a', 'b') AND new.n BETWEEN 1 AND 2) EXECUTE FUNCTION public.say_nothing();
  CREATE RULE reworded_rule AS ON DELETE TO public.reworded
    WHERE old.v IN ('a', 'b') AND old.n BETWEEN 1 AND 2 DO INSTEAD NOTHING;
  ALTER TABLE public.reworded ENABLE ROW LEVEL SECURITY;
  CREATE POLICY reworded_policy ON public.reworded TO surface_readonly, birth_executor
    USING (v IN ('a', 'b') AND n BETWEEN 1 AND 2);
  CREATE TABLE public.reworded_parts (k public.colour, n integer, UNIQUE (k, n)) PARTITION BY LIST (k);
  CREATE TABLE public.reworded_red PARTITION OF public.reworded_parts FOR VALUES IN ('red');
  CREATE TABLE public.${LONG} (id integer PRIMARY KEY, body text);
  ALTER TABLE public.${LONG} ALTER COLUMN body SET STORAGE EXTERNAL;
  INSERT INTO public.${LONG} VALUES (1, repeat('x', 17 * 1024 * 1024));
  RESET ROLE;`;

/** A restored dump as a run has it: frozen as a baseline, with the print that was taken of it. */
interface Restored extends AsyncDisposable {
  readonly held: TestSandbox;
  readonly ground: CloneGround;
  readonly start: Fingerprint;
}

async function restored(major: number, folder: string, sql: string): Promise<Restored> {
  await using stack = new AsyncDisposableStack();
  let dumpPath: string;
  {
    await using maker = await dumpMaker(folder, major);
    dumpPath = await maker.make(`made-${major}.dump`, sql);
  }
  await attest(dumpPath, folder);
  const workFolder = await mkdtemp(path.join(folder, 'staged-'));
  const intake = await takeIn({ dumpPath, where: 'made.dump', workFolder, allowances: [] });
  if (intake.kind !== 'accepted') throw new Error(JSON.stringify(intake));
  const { dump } = intake;
  const held = stack.use(await testSandbox(major, { stagedDumpPath: dump.stagedPath }));
  const { sandbox } = held;
  const outcome = await restoreDump({
    sandbox,
    dump,
    allowedExtensions: ['plpgsql'],
    jobs: 2,
    limitSeconds: 60,
    scanPlain: () => (async function* () {})(),
  });
  if (outcome.evidence.judgement !== 'HELD') throw new Error(JSON.stringify(outcome.findings));
  await sandbox.restart('rehearse');
  const start = await lookAt(sandbox, outcome.database, 2);
  const ground = stack.use(await groundOn(sandbox, { database: outcome.database, jobs: 1 }));
  const owned = stack.move();
  return { held, ground, start, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function calibrated(on: Restored, ports?: CalibrationPorts): Promise<CalibrationResult> {
  await using clone = await on.ground.fresh();
  const { database, keptFolder } = clone;
  return await calibrate({ server: clone, database, keptFolder, start: on.start }, ports);
}

/** One calibration, and what the cluster had before and after it. */
async function lookedAround(
  on: Restored,
): Promise<{ first: CalibrationResult; before: unknown; after: unknown }> {
  await using clone = await on.ground.fresh();
  const { database, keptFolder } = clone;
  const left = async (): Promise<unknown> => {
    await using session = await clone.connect({ database });
    const { rows } = await session.client.query(
      `SELECT rolname::text AS name FROM pg_roles UNION ALL SELECT datname::text FROM pg_database ORDER BY 1`,
    );
    return rows;
  };
  const before = await left();
  const first = await calibrate({ server: clone, database, keptFolder, start: on.start });
  return { first, before, after: await left() };
}

describe.each([15, 17])('the calibration on Postgres %i', (major) => {
  let folder: string;
  let on: Restored | undefined;
  const made = (): Restored => {
    if (on === undefined) throw new Error('nothing was restored');
    return on;
  };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calibration-test-'));
    on = await restored(major, folder, REWORDED);
  }, SLOW_MS);
  afterAll(async () => {
    await on?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, SLOW_MS);

  test(
    'sees every kind come and go, twice alike, and two restores of one schema as one, and leaves nothing in the cluster',
    async () => {
      const { first, before, after } = await lookedAround(made());
      expect(after).toEqual(before);
      expect(first.findings).toEqual([]);
      const { judgement, schema_restored_twice: twice, seen, of, trials } = first.evidence;
      expect([judgement, twice, seen]).toEqual(['HELD', 'HELD', of]);
      expect(of).toBeGreaterThan(70);
      expect(trials.filter(({ own }) => own === 'operator').length).toBeGreaterThan(45);
      expect(trials.filter(({ place }) => place.includes(LONG))).toEqual([]);
      // On 15 whole runs show it: what they were calibrated to stands in packets that are one.
      if (major !== 15) expect(await calibrated(made())).toEqual(first);
    },
    SLOW_MS,
  );

  // A look around each kind, one by one: the statements of the kinds are the same on every major.
  const testOnce = major === 15 ? test : null;
  testOnce?.(
    'names for each kind all that it touches, and no more',
    async () => {
      const prints: Fingerprint[] = [];
      const { evidence } = await calibrated(made(), {
        isTogether: false,
        open: async (request) => {
          const witness = await openWitness(request);
          const look = async (): ReturnType<typeof witness.look> => {
            const seen = await witness.look();
            prints.push(seen.print);
            return seen;
          };
          return { ...witness, look };
        },
      });
      const declared = new Map([
        ...[...RELATION_KINDS, ...OBJECT_KINDS].map((each) => [each.kind, each.touches] as const),
        ...OWN_KINDS.map(({ kind, place }) => [kind, place.touches] as const),
      ]);
      const wrong = evidence.trials.slice(0, -1).flatMap(({ kind, place }, n) => {
        const [before, after] = prints.slice(n * 2);
        if (before === undefined || after === undefined) return [`${kind}: not looked at`];
        const seen = changedParts(before, after);
        const touches = declared.has(kind) ? declared.get(kind) : [];
        // A row kind touches its table, and the place begins with that.
        const isSo =
          touches === null ||
          (declared.has(kind)
            ? JSON.stringify(touches?.toSorted()) === JSON.stringify(seen)
            : seen.length === 1 && place.startsWith(seen[0] ?? '?'));
        return isSo ? [] : [`${kind}: ${seen.join(', ')}`];
      });
      expect(wrong).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    'finds a schema that was made in place, and not restored, to be re-worded',
    async () => {
      const { sandbox } = made().held;
      await using clone = await made().ground.fresh();
      const { database, keptFolder } = clone;
      {
        await using session = await clone.connect({ database });
        await session.client.query(
          `CREATE TABLE public.in_place (v varchar(5) CHECK (v IN ('a', 'b')))`,
        );
      }
      const start = await lookAt(clone, database, 1);
      const { evidence, findings } = await calibrate({
        server: clone,
        database,
        keptFolder,
        start,
      });
      expect([evidence.judgement, evidence.schema_restored_twice, evidence.seen]).toEqual([
        'NOT_HELD',
        'NOT_HELD',
        evidence.of,
      ]);
      expect(findings.map(({ code, where }) => [code, where])).toEqual([
        ['CALIBRATION_SCHEMA_DIFFERS', 'calibration: catalog section "constraints"'],
      ]);
      expect(findings[0]?.what).toContain('in_place_v_check');
      expect(sandbox.serverVersion).toMatch(new RegExp(`^${major}\\.`));
    },
    SLOW_MS,
  );
});
