// Table B: each surface of the spec against the clone, or against no clone at all.
import {
  finding,
  LIMITS,
  weakest,
  type Code,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import { compareSurface, type DifferenceKind, type KindedDifference } from './compare.ts';
import type {
  Answers,
  Catalog,
  SchemaCheck,
  SchemaCompatibility,
  SchemaSpec,
  SurfaceSpec,
} from './contract.ts';

const CODES_OF: Readonly<Record<DifferenceKind, Code>> = {
  missing: 'SCHEMA_OBJECT_MISSING',
  differs: 'SCHEMA_DIFFERS',
  values: 'SCHEMA_VALUES',
  undecided: 'SCHEMA_UNDECIDED',
};

type Row = SchemaCompatibility['surfaces'][number];

/** `catalog` is null without a clone: then nothing is decided, and nothing is the design's fault. */
export function checkSchema(
  spec: SchemaSpec,
  catalog: Catalog | null,
  answers: Answers,
): SchemaCheck {
  const judged = spec.surfaces.map((surface) => judgeSurface(surface, catalog, answers));
  const modelled = judged.filter(({ row }) => row.classified !== 'NOT_MODELLED');
  const findings = judged.flatMap((each) => each.findings).slice(0, LIMITS.findingsListed);
  if (modelled.length === 0) {
    findings.push(
      finding(
        'SCHEMA_UNDECIDED',
        'surfaces',
        'the clone has none of them, so nothing was compared',
      ),
    );
  }
  const judgements = modelled.map(({ row }) => row.judgement);
  return {
    findings,
    table: {
      version: 1,
      spec: spec.title,
      judgement:
        catalog === null
          ? 'N/A_NO_CLONE'
          : weakest(judgements.filter((each) => each !== 'N/A_NO_CLONE')),
      surfaces: judged.map(({ row }) => row),
      findings: findings.map((each) => ({ ...each })),
    },
  };
}

function judgeSurface(
  surface: SurfaceSpec,
  catalog: Catalog | null,
  answers: Answers,
): { readonly row: Row; readonly findings: readonly Finding[] } {
  const { id, title, required } = surface;
  if (catalog === null) {
    const row: Row = {
      id,
      title,
      clone_has: 'N/A_NO_CLONE',
      judgement: 'N/A_NO_CLONE',
      classified: 'BLOCKER_INPUT_MISSING',
      differences: [],
    };
    return { row, findings: [] };
  }
  if (required !== true && !catalog.tables.some(({ name }) => name === required.whenTable)) {
    const row: Row = {
      id,
      title,
      clone_has: 'NO',
      judgement: 'HELD',
      classified: 'NOT_MODELLED',
      differences: [],
    };
    return { row, findings: [] };
  }
  const differences = compareSurface(surface, catalog, answers);
  const judgement = judgementOf(differences);
  return {
    row: {
      id,
      title,
      clone_has: judgement === 'HELD' ? 'YES' : 'NO',
      judgement,
      classified:
        judgement === 'HELD'
          ? 'COMPATIBLE'
          : judgement === 'NOT_HELD'
            ? 'INCOMPATIBLE'
            : 'NOT_DECIDED',
      differences: differences.map(({ path, what, expected, found }) => ({
        path,
        what,
        expected,
        found,
      })),
    },
    findings: differences.map(({ kind, path, what }) =>
      finding(CODES_OF[kind], `${id}: ${path}`, what),
    ),
  };
}

function judgementOf(differences: readonly KindedDifference[]): Judgement {
  if (differences.length === 0) return 'HELD';
  return differences.some(({ kind }) => kind !== 'undecided') ? 'NOT_HELD' : 'NOT_DECIDED';
}
