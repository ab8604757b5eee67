// The files of a new scenario: one that runs as it is on any dump, for its author to replace.
import { stringify } from 'yaml';
import { sha256 } from '../../kernel/index.ts';
import { scenarioFileSchema, type ScenarioKind } from '../file-contract.ts';

export interface NewScenario {
  readonly name: string;
  readonly kind: ScenarioKind;
  /** Path of harness/scenario/define.ts from the scenario's folder; null: YAML and SQL. */
  readonly definePath: string | null;
}

export interface NewFile {
  readonly name: string;
  readonly text: string;
}

/** Null where it is no name: kebab-case, and no longer than an id may be. */
export function scenarioName(text: string): string | null {
  return scenarioFileSchema.shape.id.safeParse(text).data ?? null;
}

export function newScenario({ name, kind, definePath }: NewScenario): readonly NewFile[] {
  const sql = kind === 'read-only' ? READ_ONLY : changeOf(name);
  const revert = kind === 'revert' || kind === 'up-down-up' ? sql.revert : null;
  if (definePath !== null) {
    return [{ name: 'scenario.ts', text: code(name, kind, definePath, { ...sql, revert }) }];
  }
  return [
    { name: 'scenario.yaml', text: yaml(name, kind) },
    { name: 'apply.sql', text: `-- ${sql.aboutApply}\n${sql.apply}\n` },
    { name: 'verify.sql', text: `-- ${ABOUT_VERIFY}\n${sql.verify}\n` },
    ...(revert === null ? [] : [{ name: 'revert.sql', text: `-- ${ABOUT_REVERT}\n${revert}\n` }]),
  ];
}

const ABOUT_VERIFY = 'Each query answers one row with one true.';
const ABOUT_REVERT = 'The way back: after it, everything is as it was before apply.sql.';

interface Sql {
  readonly aboutApply: string;
  readonly apply: string;
  readonly verify: string;
  readonly revert: string | null;
}

const READ_ONLY: Sql = {
  aboutApply: 'Replace this by what your check reads.',
  apply: "SELECT count(*) FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p');",
  verify: 'SELECT count(*) > 0 AS there_are_tables FROM pg_catalog.pg_class;',
  revert: null,
};

/**
 * A large object: every role may make one in every database, and every way back has to remove it.
 * Its number follows from the name, so that the change is the same each time it is applied.
 */
function changeOf(name: string): Sql {
  const id = 4_000_000_000 + (Number.parseInt(sha256(name).slice(0, 7), 16) % 200_000_000);
  return {
    aboutApply: 'Replace this by your change. It keeps a note, as every role of every dump may.',
    apply: `SELECT pg_catalog.lo_from_bytea('${id}', '${name}');`,
    verify: `SELECT pg_catalog.lo_get('${id}') = '${name}' AS the_note_is_kept;`,
    revert: `SELECT pg_catalog.lo_unlink('${id}');`,
  };
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const WHY = 'Say why production needs it, and what is lost if it cannot be undone.';

/** Two more beside the kind's own. */
const METHODS: Readonly<Record<ScenarioKind, string | null>> = {
  'read-only': null,
  transactional: 'transaction, logical, pitr',
  snapshot: 'storage, logical, pitr',
  revert: 'revert, logical, pitr',
  'up-down-up': 'revert, logical, pitr',
};

function yaml(name: string, kind: ScenarioKind): string {
  const methods = METHODS[kind];
  return `# What this change is and how it goes back; docs/scenarios.md explains every key.
version: 1
id: ${text(name)}
title: ${text(titleOf(name))}
kind: ${kind}
why: ${WHY}
# tables: [public.example] # what it may touch, and nothing else
# role: somebody # instead of "scenarioRole" of the configuration
${methods === null ? '' : `# methods: [${methods}] # more ways back to rehearse, and to time\n`}# expect:
#   strongestLock: RowExclusive
`;
}

/** Quoted where YAML would take it for something else: `null`, `1e5`. */
function text(value: string): string {
  return stringify(value).trimEnd();
}

function code(name: string, kind: ScenarioKind, definePath: string, sql: Sql): string {
  const script = (value: string): string => `\`\n    ${value}\n  \``;
  const revert =
    sql.revert === null ? '' : `  // ${ABOUT_REVERT}\n  revert: ${script(sql.revert)},\n`;
  return `// What this change is and how it goes back; docs/scenarios.md explains every key.
import { defineScenario } from '${definePath}';

export default defineScenario({
  id: '${name}',
  title: '${titleOf(name)}',
  kind: '${kind}',
  why: '${WHY}',
  // ${sql.aboutApply}
  apply: ${script(sql.apply)},
  // ${ABOUT_VERIFY}
  verify: ${script(sql.verify)},
${revert}});
`;
}
