// Table B: every surface of the spec against a clone, or against none. Starts undecided.
import {
  canonicalJsonLine,
  finding,
  sha256,
  weakest,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import { absentOutcomes } from './check-absent.ts';
import { assertionOutcomes } from './check-assertions.ts';
import { classOutcomes, completenessOutcomes } from './check-classes.ts';
import { classCoverage, partialNote } from './class-coverage.ts';
import { contextOf, exactnessIn, specScope, surfaceScope, type Context } from './check-context.ts';
import {
  databaseOutcomes,
  defaultPrivilegeOutcomes,
  extensionOutcomes,
  languageOutcomes,
  publicationOutcomes,
  roleOutcomes,
  schemaOutcomes,
} from './check-database.ts';
import { extraOutcomes } from './check-extra.ts';
import { functionOutcomes } from './check-functions.ts';
import { operatorOutcomes } from './check-operators.ts';
import { rowOutcomes } from './check-rows.ts';
import { sequenceOutcomes } from './check-sequences.ts';
import { tableOutcomes } from './check-tables.ts';
import { typeOutcomes } from './check-types.ts';
import { viewOutcomes } from './check-views.ts';
import type {
  Answers,
  Catalog,
  ClassCoverage,
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
  if (catalog === null) return tableOf(spec, 'N/A_NO_CLONE', rowsWaiting(spec), []);
  const context = contextOf(spec, catalog, answers);
  const judged = [
    ...spec.surfaces.map((surface) => judgeSurface(surface, context)),
    ...wholeParts(spec).map((part) => judgedAs(part, part.outcomes(context))),
  ];
  const required = judged.flatMap(({ judgement }) => judgement ?? []);
  return tableOf(
    spec,
    weakest(required),
    judged.map(({ row }) => row),
    judged.flatMap(({ outcomes }) => outcomes),
    classCoverage(spec, catalog),
  );
}

/** A clone is there, and its catalogs could not be read: nothing is decided of any surface. */
export function undecidedSchema(spec: SchemaSpec, why: string): SchemaCheck {
  const at = { path: '', where: 'catalog', subject: 'catalog' };
  const outcome = undecided('SCHEMA_CATALOG_UNREADABLE', at, why, null);
  const rows = rowsWaiting(spec).map((row): Row => ({
    ...row,
    clone_has: 'NO',
    judgement: 'NOT_DECIDED',
    differences: differencesOf([outcome]),
  }));
  return tableOf(spec, 'NOT_DECIDED', rows, [outcome]);
}

/** `judgement` is null where nothing is required. */
interface Judged {
  readonly row: Row;
  readonly judgement: Judgement | null;
  readonly outcomes: readonly Outcome[];
}

function judgeSurface(surface: Surface, context: Context): Judged {
  const { spec, catalog } = context;
  if (isRequired(surface, spec, catalog))
    return judgedAs(surface, surfaceOutcomes(surface, context));
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

function judgedAs(head: Head, outcomes: readonly Outcome[]): Judged {
  const judgement = weakest(outcomes.map((each) => each.judgement));
  const row: Row = {
    ...headOf(head),
    required: 'YES',
    clone_has: judgement === 'HELD' ? 'YES' : 'NO',
    judgement,
    demands_checked: outcomes.filter((each) => each.judgement !== 'NOT_DECIDED').length,
    differences: differencesOf(outcomes),
  };
  return { row, judgement, outcomes };
}

type Head = Pick<Surface, 'id' | 'title'>;

/** What the spec demands as a whole: a row of its own behind the surfaces. */
interface WholePart extends Head {
  readonly outcomes: (context: Context) => readonly Outcome[];
}

function wholeParts(spec: SchemaSpec): WholePart[] {
  const parts: WholePart[] = [];
  if (spec.exact !== undefined) {
    parts.push({
      id: 'exact',
      title: 'nothing is there that the spec does not name',
      outcomes: (context) => extraOutcomes(context, specScope(spec)),
    });
  }
  if (spec.sanitization === 'complete') {
    parts.push({
      id: 'sanitization',
      title: 'every column has a class',
      outcomes: ({ catalog }) => completenessOutcomes(spec, catalog),
    });
  }
  return parts;
}

/** A condition that names no surface of the spec is none: then it is required. */
function isRequired({ required }: Surface, { surfaces }: SchemaSpec, catalog: Catalog): boolean {
  if (required === true) return true;
  const condition = surfaces.find(({ id }) => id === required.when);
  return condition === undefined || isPresent(condition, catalog);
}

/** The order of the keys in the documentation of the spec. */
function surfaceOutcomes(surface: Surface, context: Context): Outcome[] {
  const { spec, catalog, answers } = context;
  const exactOf = exactnessIn(spec, surface);
  return [
    ...databaseOutcomes(surface, catalog, exactOf),
    ...schemaOutcomes(surface, catalog, exactOf),
    ...extensionOutcomes(surface, catalog),
    ...typeOutcomes(surface, catalog, exactOf),
    ...Object.entries(surface.tables ?? {}).flatMap(([name, demand]) => [
      ...tableOutcomes(name, demand, context, exactOf),
      ...classOutcomes(name, demand, catalog, answers),
      ...rowOutcomes(name, demand, catalog, answers),
    ]),
    ...viewOutcomes(surface, context, exactOf),
    ...sequenceOutcomes(surface, catalog, exactOf),
    ...functionOutcomes(surface, catalog, exactOf),
    ...languageOutcomes(surface, catalog, exactOf),
    ...operatorOutcomes(surface, catalog),
    ...publicationOutcomes(surface, catalog),
    ...defaultPrivilegeOutcomes(surface, catalog, exactOf),
    ...roleOutcomes(surface, catalog),
    ...(surface.exact === undefined ? [] : extraOutcomes(context, surfaceScope(surface))),
    ...absentOutcomes(surface, context),
    ...assertionOutcomes(surface, answers),
  ];
}

function rowsWaiting(spec: SchemaSpec): Row[] {
  return [
    ...spec.surfaces.map(waitingRow),
    ...wholeParts(spec).map((part) => waitingRow({ ...part, required: true })),
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

function headOf({ id, title }: Head): Head {
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
  classes: ClassCoverage | null = null,
): SchemaCheck {
  const findings = findingsOf(outcomes);
  const isPartial = spec.sanitization !== 'complete';
  const note = classes !== null && isPartial ? partialNote(classes) : null;
  return {
    findings,
    table: {
      version: 1,
      judgement,
      spec_sha256: sha256(canonicalJsonLine(spec)),
      surfaces,
      classes,
      findings: [...findings, ...(note === null ? [] : [note])].map((each) => ({ ...each })),
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
