// Table B: each surface against its own differences, and the table against its surfaces.
import {
  canonicalJson,
  finding,
  weakest,
  type Code,
  type Finding,
  type Judgement,
} from '../../kernel/index.ts';
import { NAMED_MOST, partialNote } from '../../schema/index.ts';
import { SCHEMA, type TreeDocuments } from './documents.ts';

type Table = TreeDocuments[typeof SCHEMA];

export function schemaFindings(tree: TreeDocuments): Finding[] {
  const table = tree[SCHEMA];
  const { surfaces, judgement, findings: found } = table;
  const findings: Finding[] = [];
  const must = (holds: boolean, key: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_SCHEMA', `${SCHEMA} ${key}`, what));
  };
  must(surfaces.length > 0, 'surfaces', 'there is none');
  for (const [index, surface] of surfaces.entries()) {
    const what = contradictionIn(surface, judgement === 'N/A_NO_CLONE');
    must(what === null, `surfaces[${index}]`, what ?? '');
  }
  const required = surfaces.flatMap(({ judgement: each }): Judgement[] =>
    each === 'NOT_REQUIRED' || each === 'BLOCKER_INPUT_MISSING' ? [] : [each],
  );
  const sum = judgement === 'N/A_NO_CLONE' ? judgement : weakest(required);
  must(judgement === sum, 'judgement', 'it is not the weakest of its surfaces');
  // Each difference is told once as a finding, and there is no finding without one but the note.
  const told = new Set(
    found.flatMap(({ code, what }) => (code === NOTE ? [] : [`${code} ${what}`])),
  );
  const differing = surfaces.flatMap(({ differences }) =>
    differences.map(({ code, what }) => `${code} ${what}`),
  );
  must(
    differing.every((each) => told.has(each)) && told.size === new Set(differing).size,
    'findings',
    'they are not the differences of its surfaces',
  );
  const unread = classesContradiction(table);
  must(unread === null, 'classes', unread ?? '');
  const notes = found.filter(({ code }) => code === NOTE);
  must(
    canonicalJson(notes) === canonicalJson(notesOf(table)),
    'findings',
    'the columns without a class are not told as they were counted',
  );
  return findings;
}

const NOTE: Code = 'SANITIZATION_PARTIAL';

/** Only `sanitization: complete` makes this row, and then each column is a difference. */
function completeRow({ surfaces }: Table): Table['surfaces'][number] | undefined {
  return surfaces.find(({ id }) => id === 'sanitization');
}

function notesOf(table: Table): Finding[] {
  if (table.classes === null || completeRow(table) !== undefined) return [];
  const note = partialNote(table.classes);
  return note === null ? [] : [note];
}

/** Why the columns cannot have been counted so; null where they can. */
function classesContradiction(table: Table): string | null {
  const { classes, judgement, findings } = table;
  const wasRead =
    judgement !== 'N/A_NO_CLONE' &&
    !findings.some(({ code }) => code === 'SCHEMA_CATALOG_UNREADABLE');
  if ((classes !== null) !== wasRead) return 'columns are counted where catalogs were read';
  if (classes === null) return null;
  const { columns, without_class: open, named } = classes;
  if (open > columns) return 'more columns have no class than there are';
  if (named.length !== Math.min(open, NAMED_MOST)) return 'it names another number than it counts';
  const row = completeRow(table);
  const refused = row?.differences.filter(({ code }) => code === 'SANITIZATION_UNCLASSIFIED');
  return refused !== undefined && refused.length !== open
    ? 'its last surface refuses another number of columns'
    : null;
}

/** Why a row cannot be as it stands; null where it can. */
function contradictionIn(surface: Table['surfaces'][number], isWithout: boolean): string | null {
  const { judgement, clone_has, required, differences, demands_checked } = surface;
  switch (judgement) {
    case 'BLOCKER_INPUT_MISSING':
      return isWithout && clone_has === 'N/A_NO_CLONE' && required !== 'NO' && isEmpty(surface)
        ? null
        : 'a surface waits for a clone only where there is none';
    case 'NOT_REQUIRED':
      return required === 'NO' && clone_has === 'NO' && isEmpty(surface) && !isWithout
        ? null
        : 'what is not required was not looked at';
    case 'HELD':
      return clone_has === 'YES' &&
        required === 'YES' &&
        differences.length === 0 &&
        demands_checked > 0 &&
        !isWithout
        ? null
        : 'it holds only where something was checked, and nothing differs';
    case 'NOT_HELD':
    case 'NOT_DECIDED':
      return clone_has === 'NO' &&
        (differences.length > 0 || (judgement === 'NOT_DECIDED' && demands_checked === 0)) &&
        required === (judgement === 'NOT_HELD' ? 'YES' : required) &&
        required !== 'NO' &&
        !isWithout
        ? null
        : 'it says not why';
  }
}

function isEmpty({ differences, demands_checked }: Table['surfaces'][number]): boolean {
  return differences.length === 0 && demands_checked === 0;
}
