// A witness that reads only what was touched sees what one that reads everything sees, whatever a
// change does to hide: each case on a database of its own, looked at both ways.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { READER } from '../../harness/restore/contract.ts';
import type { Sandbox } from '../../harness/sandbox/contract.ts';
import {
  changedParts,
  lookAt,
  openWitness,
  type Fingerprint,
} from '../../harness/witness/index.ts';
import type { Look, Witness } from '../../harness/witness/witness-contract.ts';
import type { TestSandbox } from './sandboxes.ts';
import { DATABASE, fresh, ground, SLOW_MS } from './witness-ground.ts';
import { HIDING_CASES, type HidingCase } from './witness-hiding-cases.ts';
import { HIDING_CATALOG_CASES } from './witness-hiding-catalog.ts';

/** Everything but the look itself in the server's hands: as a scenario's session would be. */
async function run(client: Client, sql: readonly string[]): Promise<void> {
  for (const statement of sql) await client.query(statement);
}

const CASES = [...HIDING_CASES, ...HIDING_CATALOG_CASES];

async function looksLikeWhole(sandbox: Sandbox, witness: Witness): Promise<Look> {
  const look = await witness.look();
  const whole = await lookAt(sandbox, DATABASE, 1);
  expect(changedParts(whole, look.print)).toEqual([]);
  expect(look.print.hash).toBe(whole.hash);
  expect(look.isFollowed).toBe(true);
  return look;
}

/** Of every copy that nothing was done to: copies of one database look alike. */
async function startOf(sandbox: Sandbox): Promise<Fingerprint> {
  await fresh(sandbox);
  return await lookAt(sandbox, DATABASE, 1);
}

/** Every table counts as large: of what was touched, the blocks that the log names are read. */
const REFERENCE = { database: 'hiding_template', leastBlocks: 0 };

/** Beside every table: of a change of no other part there is nothing to read in part. */
const BESIDE_TABLES =
  /^sequence values$|^catalog: (?:comments|database|default grants|extensions|large objects|others|policies|roles|rules|settings|triggers)$/;

const isReadInPart = ({ changed, touched = [] }: HidingCase): boolean =>
  changed.length === 0 || touched.length > 0 || changed.some((part) => !BESIDE_TABLES.test(part));

async function checkCase(
  { sandbox }: TestSandbox,
  start: Fingerprint,
  hiding: HidingCase,
): Promise<void> {
  await fresh(sandbox);
  const request = { server: sandbox, database: DATABASE, start };
  await using witness = await openWitness(request);
  const { leastBlocks, database } = REFERENCE;
  await using inPart = isReadInPart(hiding)
    ? await openWitness({
        ...request,
        reference: { leastBlocks, open: () => Promise.resolve({ server: sandbox, database }) },
      })
    : null;
  expect(witness.before.hash).toBe(start.hash);
  const { sql, changed, touched = [], isTransactional = false } = hiding;
  let inside: string | null = null;
  if (isTransactional) {
    await using session = await sandbox.connect({ database: DATABASE });
    await session.client.query('BEGIN');
    await run(session.client, sql);
    await session.client.query('SET TRANSACTION READ ONLY');
    await session.client.query(`SET LOCAL ROLE ${READER}`);
    const look = await witness.lookInside(session.client);
    expect(look.touched).toEqual(expect.arrayContaining([...touched]));
    inside = look.print.transactionalHash;
    const inParts = await inPart?.lookInside(session.client);
    expect(inParts?.print.transactionalHash ?? inside).toBe(inside);
    await session.client.query('ROLLBACK');
    // Here a full look could only say what that of the start said: what it adds, the last one tells.
    for (const each of [witness, inPart]) {
      const back = await each?.look();
      expect(back?.isFollowed ?? true).toBe(true);
      expect(back?.print.transactionalHash ?? start.transactionalHash).toBe(
        start.transactionalHash,
      );
    }
  }
  {
    await using session = await sandbox.connect({ database: DATABASE });
    await run(session.client, sql);
  }
  const { print, touched: found } = await looksLikeWhole(sandbox, witness);
  expect(found).toEqual(expect.arrayContaining([...touched]));
  if (inPart !== null) expect((await inPart.look()).print.hash).toBe(print.hash);
  const parts = changedParts(start, print);
  if (changed.length === 0) expect(parts).toEqual([]);
  else expect(parts).toEqual(expect.arrayContaining([...changed]));
  // What everybody sees after the COMMIT is what the session saw before it.
  if (inside !== null) expect(print.transactionalHash).toBe(inside);
}

describe('an incremental look sees what a full one sees, on 15', () => {
  let held: TestSandbox;
  let start: Fingerprint;
  beforeAll(async () => {
    held = await ground(15);
    start = await startOf(held.sandbox);
  }, SLOW_MS);
  afterAll(async () => {
    await held[Symbol.asyncDispose]();
  }, SLOW_MS);

  test.each(CASES.map((each) => [each.what, each] as const))(
    '%s',
    async (_what, hiding) => {
      await checkCase(held, start, hiding);
    },
    SLOW_MS,
  );
});

/** One of each sort: what 17 writes to its log differs in form. */
const ON_17 = [
  'a row updated to itself',
  'a sequence only',
  'a large object\u2019s content',
  'VACUUM FULL',
  'TRUNCATE',
  'a table swapped by rename',
  'a column added with a default',
  'a label of an enum renamed',
  'a value stored out of line only',
  'an aborted big insert',
  'an edit of pg_proc',
  'a rewritten catalog',
  'a table of a prepared transaction',
];

describe('an incremental look sees what a full one sees, on 17', () => {
  let held: TestSandbox;
  let start: Fingerprint;
  beforeAll(async () => {
    held = await ground(17);
    start = await startOf(held.sandbox);
  }, SLOW_MS);
  afterAll(async () => {
    await held[Symbol.asyncDispose]();
  }, SLOW_MS);

  test.each(ON_17)(
    '%s',
    async (what) => {
      const hiding = CASES.find((each) => each.what === what);
      if (hiding === undefined) throw new Error(`there is no case "${what}"`);
      await checkCase(held, start, hiding);
    },
    SLOW_MS,
  );
});
