// `after` and `until`: which steps of a folder are to be rehearsed.
import { finding, suggestion, type Finding } from '../../kernel/index.ts';
import type { Drafted, MigrationDraft } from './draft.ts';

/** Each a version or a name; all steps where both are absent. */
export interface MigrationRange {
  readonly after?: string;
  readonly until?: string;
}

/** The steps behind `after`, up to and with `until`; none where one of them is not there. */
export function withinRange(drafts: readonly MigrationDraft[], range: MigrationRange): Drafted {
  const findings: Finding[] = [];
  const place = (key: keyof MigrationRange, otherwise: number): number => {
    const wanted = range[key];
    if (wanted === undefined) return otherwise;
    const found = placesOf(drafts, wanted);
    if (found.length === 1) return found[0] ?? otherwise;
    findings.push(
      notFound(
        `"${key}" ${found.length === 0 ? missing(drafts, wanted) : twice(wanted, found, drafts)}`,
      ),
    );
    return otherwise;
  };
  const first = place('after', -1) + 1;
  const last = place('until', drafts.length - 1);
  if (findings.length > 0) return { drafts: [], findings };
  const wanted = drafts.slice(first, last + 1);
  if (wanted.length === 0 && drafts.length > 0) {
    const { after = '', until } = range;
    const what =
      until === undefined
        ? `nothing comes behind "${after}": there is nothing to rehearse`
        : `"${until}" does not come behind "${after}": there is nothing to rehearse`;
    findings.push(notFound(what));
  }
  return { drafts: wanted, findings };
}

function notFound(what: string): Finding {
  return finding('MIGRATIONS_NOT_FOUND', '', what);
}

/** A version first; else whatever else stands for a step. */
function placesOf(drafts: readonly MigrationDraft[], wanted: string): number[] {
  const places = (isIt: (each: MigrationDraft) => boolean): number[] =>
    drafts.flatMap((each, index) => (isIt(each) ? [index] : []));
  const exact = places(({ version }) => version === wanted);
  if (exact.length > 0) return exact;
  return places(({ name, aliases }) => name === wanted || aliases.includes(wanted));
}

function twice(
  wanted: string,
  found: readonly number[],
  drafts: readonly MigrationDraft[],
): string {
  const names = found.map((place) => `"${drafts[place]?.name ?? ''}"`).join(', ');
  return `names "${wanted}", which stands for ${names}: use a name`;
}

function missing(drafts: readonly MigrationDraft[], wanted: string): string {
  const known = drafts.flatMap(({ version, name, aliases }) => [version, name, ...aliases]);
  const near = suggestion(wanted, known);
  const none = `names "${wanted}", which is none of them`;
  return near === null ? none : `${none}; ${near}`;
}
