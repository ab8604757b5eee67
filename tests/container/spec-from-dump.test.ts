// A spec from a dump: the dump fits it, and whatever is changed afterwards is found and named.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { READER, SCENARIO_LOGIN } from '../../harness/restore/contract.ts';
import { dumpInto } from '../../harness/run/demo-dump.io.ts';
import {
  catalogOf,
  checkClone,
  diffLines,
  diffOf,
  parseSpec,
  specOf,
  specText,
  type Diff,
  type SchemaSpec,
} from '../../harness/schema/index.ts';
import { runCli } from './cli.ts';
import { besideEachOther, CHANGES } from './rich-changes.ts';
import { RICH, RICH_ROLES } from './rich-schema.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';
import { ANSWERS, failureSchema } from '../../harness/commands/answers.ts';

const SLOW_MS = 180_000;

/** What a restore leaves behind, as far as the check needs it; then a database of one's own. */
const CLUSTER = [
  `CREATE ROLE ${READER} NOLOGIN NOSUPERUSER BYPASSRLS`,
  `GRANT pg_read_all_data, pg_read_all_settings TO ${READER}`,
  `CREATE ROLE ${SCENARIO_LOGIN} LOGIN NOINHERIT`,
  `GRANT ${READER} TO ${SCENARIO_LOGIN}`,
  ...RICH_ROLES.map((role) => `CREATE ROLE ${role} NOLOGIN`),
  'CREATE DATABASE rich OWNER rich_owner TEMPLATE template0 ENCODING UTF8',
];

/** A cluster with the rich database in it, and ways to look at it and at changed copies. */
class Rich {
  readonly held: TestSandbox;

  constructor(held: TestSandbox) {
    this.held = held;
  }

  static async open(major: number): Promise<Rich> {
    const rich = new Rich(await testSandbox(major));
    await rich.run('postgres', CLUSTER);
    await rich.run('rich', ['GRANT CREATE ON SCHEMA public TO rich_owner, rich_writer', RICH]);
    return rich;
  }

  async run(database: string, statements: readonly string[]): Promise<void> {
    await using session = await this.held.sandbox.connect({ database });
    for (const statement of statements) await session.client.query(statement);
  }

  /** The spec of a database as its file says it, read back. */
  async specOf(database: string): Promise<SchemaSpec> {
    const written = specOf(await catalogOf(this.held.sandbox, database));
    const { spec, findings } = parseSpec(
      specText(written, ['from a test'], new Map()),
      'spec.yaml',
    );
    expect(findings).toEqual([]);
    if (spec === null) throw new Error('the written spec cannot be read');
    expect(spec).toEqual(written);
    return spec;
  }

  async diff(spec: SchemaSpec, database: string): Promise<Diff> {
    return diffOf(spec, await checkClone(this.held.sandbox, database, spec));
  }

  /** The statements on a copy of the rich database, as `mutant`. */
  async change(sql: readonly string[]): Promise<void> {
    await this.run('postgres', [
      'DROP DATABASE IF EXISTS mutant',
      'CREATE DATABASE mutant TEMPLATE rich OWNER rich_owner',
    ]);
    await this.run('mutant', sql);
  }
}

/** One line a difference: sign, object, words, and both values of what is not alike. */
function saidOf({ changes }: Diff): string[] {
  return changes.map(({ sign, object, what, first, second }) => {
    const values = sign === '~' ? ` | ${first ?? 'nothing'} | ${second ?? 'nothing'}` : '';
    return `${sign} ${object}: ${what}${values}`;
  });
}

describe.each([15, 17])('the spec of a rich database of Postgres %i', (major) => {
  let rich: Rich;
  let spec: SchemaSpec;
  beforeAll(async () => {
    rich = await Rich.open(major);
    spec = await rich.specOf('rich');
  }, SLOW_MS);
  afterAll(async () => {
    await rich.held[Symbol.asyncDispose]();
  }, SLOW_MS);

  test('is fitted by that database, in every single demand', async () => {
    const check = await checkClone(rich.held.sandbox, 'rich', spec);
    expect(check.findings).toEqual([]);
    expect(check.table.judgement).toBe('HELD');
    expect(diffLines(diffOf(spec, check), { first: 'A', second: 'B' })).toEqual([
      { text: 'no difference between A and B', sign: null },
    ]);
  });

  test('names no role of the harness, and nothing that an extension brought', () => {
    const text = JSON.stringify(spec);
    expect(text).not.toMatch(/rehearsal_/);
    expect(text).not.toMatch(/citext_(?!key)|gbt_/);
  });

  if (major === 15) {
    const together = besideEachOther(CHANGES);
    test.each(together.map((changes) => ({ changes, sql: changes.map(({ sql }) => sql) })))(
      'finds and names all of $sql',
      async ({ changes, sql }) => {
        await rich.change(sql);
        const renamed: SchemaSpec = {
          ...spec,
          surfaces: spec.surfaces.map((surface) => {
            const { database } = surface;
            return typeof database === 'object'
              ? { ...surface, database: { ...database, name: 'mutant' } }
              : surface;
          }),
        };
        const diff = await rich.diff(renamed, 'mutant');
        expect(diff.isEqual).toBe(false);
        expect(saidOf(diff).toSorted()).toEqual(changes.flatMap(({ said }) => said).toSorted());
      },
      SLOW_MS,
    );
  }
});

describe('the doors of specs', () => {
  let folder: string;
  let rich: Rich;
  const file = (name: string): string => path.join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'spec-test-'));
    rich = await Rich.open(15);
    await rich.run('rich', ["COMMENT ON DATABASE rich IS 'all kinds of things'"]);
    await dump('rich');
    await rich.change(['ALTER TABLE orders ALTER COLUMN kind TYPE varchar(9)']);
    await dump('mutant');
  }, SLOW_MS);
  afterAll(async () => {
    await rich.held[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, SLOW_MS);

  async function dump(database: string): Promise<void> {
    const { sandbox } = rich.held;
    await dumpInto(sandbox, database, ['--format=custom'], file(`${database}.dump`));
  }

  test(
    'write a spec of a dump that nobody has attested, once, and the dump fits it',
    async () => {
      const made = await runCli(['spec', '--dump', file('rich.dump'), '--spec', file('rich.yaml')]);
      expect([made.exitCode, made.stderr]).toEqual([0, '']);
      const again = await runCli([
        'spec',
        '--dump',
        file('rich.dump'),
        '--spec',
        file('rich.yaml'),
      ]);
      expect(again.exitCode).toBe(2);
      expect(again.stderr).toMatch(/^SPEC_EXISTS at .*: a spec is not written over another file/);

      const text = await readFile(file('rich.yaml'), 'utf8');
      expect(text).toContain('# nobody has classified this column yet: email (');

      const equal = await runCli(['spec-diff', file('rich.yaml'), file('rich.dump')]);
      expect(equal.stdout).toBe(
        `no difference between ${file('rich.yaml')} and ${file('rich.dump')}\n`,
      );
      expect(equal.exitCode).toBe(0);

      const complete = text.replace('sanitization: partial', 'sanitization: complete');
      await writeFile(file('complete.yaml'), complete);
      const open = await runCli(['spec-diff', file('complete.yaml'), file('rich.dump'), '--json']);
      expect(open.exitCode).toBe(1);
      const found: unknown = ANSWERS['spec-diff']?.parse(JSON.parse(open.stdout));
      expect(found).toMatchObject({ equal: false, exitCode: 1 });
      expect(open.stdout).toContain('SANITIZATION_UNCLASSIFIED');
    },
    SLOW_MS,
  );

  test(
    'tell two dumps apart',
    async () => {
      // That nothing tells a dump from itself is shown by the command of docs/spec-from-dump.md.
      const { exitCode, stdout } = await runCli([
        'spec-diff',
        file('rich.dump'),
        file('mutant.dump'),
      ]);
      expect(exitCode).toBe(1);
      expect(stdout.split('\n')).toEqual([
        `A  ${file('rich.dump')}`,
        `B  ${file('mutant.dump')}`,
        '',
        'database',
        '  ~ database',
        '      A  rich',
        '      B  mutant',
        '  ~ comment of the database',
        '      A  all kinds of things',
        '      B  none',
        '',
        'table orders',
        '  ~ column "orders.kind"',
        '      A  character varying(8)',
        '      B  character varying(9)',
        '',
        '3 differences: 3 not alike',
        '',
      ]);
    },
    SLOW_MS,
  );

  test('compare no spec with a spec, miss a dump that is not there, and refuse a file that is none', async () => {
    const specs = await runCli(['spec-diff', 'a.yaml', 'b.yml']);
    expect(specs.exitCode).toBe(2);
    expect(specs.stderr).toMatch(
      /^SPEC_DIFF_NO_DUMP at b\.yml: "a\.yaml" and "b\.yml" are both specs/,
    );
    const missing = await runCli(['spec-diff', file('gone.dump'), file('rich.dump')]);
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr).toMatch(/INTAKE_DUMP_MISSING at gone\.dump/);
    await writeFile(file('none.dump'), 'nothing of the kind');
    const refused = await runCli([
      'spec',
      '--dump',
      file('none.dump'),
      '--spec',
      file('none.yaml'),
    ]);
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toMatch(/INTAKE_NOT_A_DUMP at none\.dump/);
    expect(refused.stderr).toMatch(/SPEC_NOT_MADE at none\.dump: it is refused for 1 reason/);
    await expect(readFile(file('none.yaml'))).rejects.toThrow('ENOENT');
  });

  test(
    'want the name of the database from an attestation where a plain dump does not say it',
    async () => {
      const { sandbox } = rich.held;
      const plain = file('rich.sql');
      const args = ['spec', '--dump', plain, '--spec', file('plain.yaml'), '--json'];
      await dumpInto(sandbox, 'rich', ['--format=plain'], plain);
      const nameless = await runCli(args);
      expect(nameless.exitCode).toBe(4);
      const failure = failureSchema.parse(JSON.parse(nameless.stdout));
      expect(failure.findings).toEqual([
        {
          code: 'SPEC_NOT_MADE',
          where: 'rich.sql',
          what: expect.stringMatching(/^its bytes do not name their database/),
        },
      ]);
      await dumpInto(sandbox, 'rich', ['--format=plain', '--create'], plain);
      const named = await runCli(args);
      expect(named.exitCode).toBe(0);
      const answer = ANSWERS['spec']?.parse(JSON.parse(named.stdout));
      expect(answer).toMatchObject({ exitCode: 0, surfaces: 3, tables: 8 });
    },
    SLOW_MS,
  );

  test('say that a spec cannot be written where it cannot', async () => {
    const target = path.join(folder, 'no-such-folder', 'x.yaml');
    const { exitCode, stderr } = await runCli([
      'spec',
      '--dump',
      file('rich.dump'),
      '--spec',
      target,
    ]);
    expect([exitCode, stderr.startsWith('SPEC_NOT_WRITTEN')]).toEqual([2, true]);
  });
});
