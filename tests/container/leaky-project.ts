// A project whose scenarios fail in every way in which a run can come to quote a row.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './cli.ts';
import { NAMES, OTHER, QUOTED as N, TABLE } from './leaky-database.ts';

interface Told {
  readonly kind: string;
  readonly more?: string;
  /** File names and their SQL. */
  readonly sql: Readonly<Record<string, string>>;
}

const word = `(SELECT ${N.short} FROM ${TABLE} WHERE id = 1)`;
const RAISED = `DO $$ BEGIN RAISE EXCEPTION 'table %', ${word} USING ERRCODE = '42P01', HINT = ${word}; END $$;`;
const NUMBERED = `UPDATE ${TABLE} SET n = n + 1;`;

export const SCENARIOS: Readonly<Record<string, Told>> = {
  'holds-read': { kind: 'read-only', sql: { apply: `SELECT * FROM ${TABLE};` } },
  'holds-noticed': {
    kind: 'transactional',
    sql: { apply: `UPDATE ${OTHER} SET note = note || 'x';` },
  },
  'holds-kept': { kind: 'snapshot', sql: { apply: NUMBERED } },
  'fails-raised': { kind: 'snapshot', more: 'transaction: whole', sql: { apply: RAISED } },
  'fails-late': {
    kind: 'snapshot',
    more: 'transaction: whole',
    sql: { apply: `INSERT INTO ${OTHER} (id, late, note) SELECT 99, 4711, ${word};` },
  },
  'fails-checked': {
    kind: 'transactional',
    sql: { apply: NUMBERED, verify: `SELECT ${N.short} FROM ${TABLE}; SELECT ${word}::regclass;` },
  },
  'fails-going-back': {
    kind: 'revert',
    sql: { apply: NUMBERED, revert: `SELECT ${N.schema}.${N.cast}(${word});` },
  },
  'fails-to-go-back': {
    kind: 'revert',
    sql: {
      apply: `UPDATE ${TABLE} SET ${N.short} = ${N.short} || 'x';`,
      revert: `UPDATE ${TABLE} SET ${N.short} = 'y' || ${N.short};`,
    },
  },
};

/** Answers the path of its configuration. */
export async function writeLeakyProject(folder: string): Promise<string> {
  for (const [id, { kind, more = '', sql }] of Object.entries(SCENARIOS)) {
    const place = path.join(folder, 'scenarios', id);
    await mkdir(place, { recursive: true });
    const told = `version: 1\nid: ${id}\ntitle: It ${id}\nwhy: To see what is said of it.\nkind: ${kind}\n${more}\n`;
    await writeFile(path.join(place, 'scenario.yaml'), told);
    for (const [name, text] of Object.entries(sql)) {
      await writeFile(path.join(place, `${name}.sql`), `${text}\n`);
    }
  }
  await writeFile(
    path.join(folder, 'spec.yaml'),
    `version: 1\nsurfaces:\n  - id: all\n    title: it is there\n    required: true\n    tables: { '${TABLE}': {} }\n`,
  );
  await writeFile(path.join(folder, 'executor.sql'), '-- nothing\n');
  const config = path.join(folder, 'rehearsal.config.yaml');
  await writeFile(
    config,
    [
      'version: 1',
      'spec: spec.yaml',
      `lane: ${path.join(ROOT, 'schema-spec/fix7-p0.lane.yaml')}`,
      `scenarioRole: ${NAMES.owner}`,
      `scenarios: [${Object.keys(SCENARIOS)
        .map((id) => `scenarios/${id}`)
        .join(', ')}]`,
      'executor: [executor.sql]',
      'limits: { statementSeconds: 2 }',
      'request: { target: throwaway-clone, lane: leaks, actions: [rehearse] }',
      '',
    ].join('\n'),
  );
  return config;
}
