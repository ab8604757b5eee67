// Table B: every surface of the spec against a clone, or against none. Starts undecided.
import {
  canonicalJsonLine,
  finding,
  sha256,
  weakest,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import {
  databaseOutcomes,
  enumOutcomes,
  extensionOutcomes,
  functionOutcomes,
  schemaOutcomes,
  sequenceOutcomes,
  viewOutcomes,
} from './check-objects.ts';
import { rowOutcomes } from './check-rows.ts';
import { tableOutcomes } from './check-tables.ts';
import type {
  Answers,
  Catalog,
  SchemaCheck,
  SchemaCompatibility,
  SchemaSpec,
  Surface,
} from './contract.ts';
import { undecided, visible, type Outcome } from './outcome.ts';
import { isPresent } from './presence.ts';

type Row = SchemaCompatibility['surfaces'][number];

/**
 * All differences, in the spec's order, in the table and as findings. Without a clone (null) every
 * surface waits for the operator's input, which is no fault of the design.
 */
export function checkSchema(
  spec: SchemaSpec,
  catalog: Catalog | null,
  answers: Answers,
): SchemaCheck {
  if (catalog === null) return tableOf(spec, 'N/A_NO_CLONE', spec.surfaces.map(waitingRow), []);
  const judged = spec.surfaces.map((surface) => judgeSurface(surface, spec, catalog, answers));
  const required = judged.flatMap(({ judgement }) => judgement ?? []);
  return tableOf(
    spec,
    weakest(required),
    judged.map(({ row }) => row),
    judged.flatMap(({ outcomes }) => outcomes),
  );
}

/** A clone is there, and its catalogs could not be read: nothing is decided of any surface. */
export function undecidedSchema(spec: SchemaSpec, why: string): SchemaCheck {
  const at = { path: '', where: 'catalog', subject: 'catalog' };
  const outcome = undecided('SCHEMA_CATALOG_UNREADABLE', at, why, null);
  const rows = spec.surfaces.map((surface): Row => {
    const required = surface.required === true ? 'YES' : 'NOT_DECIDED';
    return {
      ...headOf(surface),
      required,
      clone_has: 'NO',
      judgement: 'NOT_DECIDED',
      demands_checked: 0,
      differences: differencesOf([outcome]),
    };
  });
  return tableOf(spec, 'NOT_DECIDED', rows, [outcome]);
}

/** `judgement` is null where nothing is required. */
interface Judged {
  readonly row: Row;
  readonly judgement: Judgement | null;
  readonly outcomes: readonly Outcome[];
}

function judgeSurface(
  surface: Surface,
  spec: SchemaSpec,
  catalog: Catalog,
  answers: Answers,
): Judged {
  if (!isRequired(surface, spec, catalog)) {
    const row: Row = {
      ...headOf(surface),
      required: 'NO',
      clone_has: 'NO',
      judgement: 'NOT_REQUIRED',
      demands_checked: 0,
      differences: [],
    };
    return { row, judgement: null, outcomes: [] };
  }
  const outcomes = surfaceOutcomes(surface, catalog, answers);
  const judgement = weakest(outcomes.map((each) => each.judgement));
  const row: Row = {
    ...headOf(surface),
    required: 'YES',
    clone_has: judgement === 'HELD' ? 'YES' : 'NO',
    judgement,
    demands_checked: outcomes.filter((each) => each.judgement !== 'NOT_DECIDED').length,
    differences: differencesOf(outcomes),
  };
  return { row, judgement, outcomes };
}

/** A condition that names no surface of the spec is none: then it is required. */
function isRequired({ required }: Surface, { surfaces }: SchemaSpec, catalog: Catalog): boolean {
  if (required === true) return true;
  const condition = surfaces.find(({ id }) => id === required.when);
  return condition === undefined || isPresent(condition, catalog);
}

/** The order of the keys in the documentation of the spec. */
function surfaceOutcomes(surface: Surface, catalog: Catalog, answers: Answers): Outcome[] {
  return [
    ...databaseOutcomes(surface, catalog),
    ...schemaOutcomes(surface, catalog),
    ...extensionOutcomes(surface, catalog),
    ...enumOutcomes(surface, catalog),
    ...Object.entries(surface.tables ?? {}).flatMap(([name, demand]) => [
      ...tableOutcomes(name, demand, catalog),
      ...rowOutcomes(name, demand, catalog, answers),
    ]),
    ...viewOutcomes(surface, catalog),
    ...sequenceOutcomes(surface, catalog),
    ...functionOutcomes(surface, catalog),
  ];
}

function waitingRow(surface: Surface): Row {
  return {
    ...headOf(surface),
    required: surface.required === true ? 'YES' : 'NOT_DECIDED',
    clone_has: 'N/A_NO_CLONE',
    judgement: 'BLOCKER_INPUT_MISSING',
    demands_checked: 0,
    differences: [],
  };
}

function headOf({ id, title }: Surface): Pick<Row, 'id' | 'title'> {
  return { id, title: visible(title) };
}

function differencesOf(outcomes: readonly Outcome[]): Row['differences'] {
  return outcomes.flatMap(({ difference }) => {
    if (difference === null) return [];
    const { where: _, ...kept } = difference;
    return [kept];
  });
}

function tableOf(
  spec: SchemaSpec,
  judgement: SchemaCompatibility['judgement'],
  surfaces: Row[],
  outcomes: readonly Outcome[],
): SchemaCheck {
  const findings = findingsOf(outcomes);
  return {
    findings,
    table: {
      version: 1,
      judgement,
      spec_sha256: sha256(canonicalJsonLine(spec)),
      surfaces,
      findings: findings.map((each) => ({ ...each })),
    },
  };
}

/** Two surfaces may demand the same; it is said once. */
function findingsOf(outcomes: readonly Outcome[]): Finding[] {
  const said = new Map<string, Finding>();
  for (const { difference } of outcomes) {
    if (difference === null) continue;
    const { code, where, what } = difference;
    said.set(JSON.stringify([code, where, what]), finding(code, where, what));
  }
  return [...said.values()];
}
