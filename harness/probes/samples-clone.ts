// What the probe's own clone is rehearsed with: a spec, and scenarios of which two must not hold.
import type { DumpNames, ProbeFiles } from './samples.ts';

/** A spec of the probe's table; `noteType` is `text` there. */
export function specWith(noteType: string): string {
  return `${JSON.stringify({
    version: 1,
    title: 'probe',
    surfaces: [
      {
        id: 'probe',
        title: 'a table with a typed column',
        required: true,
        tables: {
          'public.births': {
            columns: { object_id: { type: 'integer' }, note: { type: noteType } },
          },
        },
      },
    ],
  })}\n`;
}

interface ProbeScenario {
  readonly id: string;
  readonly apply: string;
  readonly revert: string;
}

/** What the scenarios of the project are for; each is one, by its id. */
export const SCENARIOS = {
  /** Changes and comes back: the twin of those that do not. */
  good: 'probe-comes-back',
  still: 'probe-stands-still',
  stays: 'probe-stays-changed',
} as const;

/** Every file of a project that loads; `note` is what stands in the dump's row. */
export function projectFiles(note: string, names: DumpNames): ProbeFiles {
  const births = (text: string, id = 1): string =>
    `UPDATE public.births SET note = '${text}' WHERE object_id = ${id};`;
  const named = (text: string): string =>
    `UPDATE public."${names.table}" SET "${names.column}" = '${text}';`;
  const scenarios: readonly ProbeScenario[] = [
    {
      id: SCENARIOS.good,
      apply: `${births('moved')}\n${named('moved')}`,
      revert: `${births(note)}\n${named(names.value)}`,
    },
    // There is no second row.
    { id: SCENARIOS.still, apply: births('moved', 2), revert: births(note, 2) },
    { id: SCENARIOS.stays, apply: births('moved'), revert: births('elsewhere') },
  ];
  return {
    'spec.yaml': specWith('text'),
    'executor.sql': 'SELECT 1;\n',
    ...Object.fromEntries(scenarios.flatMap((each) => scenarioFiles(each, names.role))),
  };
}

function scenarioFiles({ id, apply, revert }: ProbeScenario, role: string): [string, string][] {
  const place = (file: string): string => `scenarios/${id}/${file}`;
  const head = { version: 1, id, title: id, why: 'a probe', kind: 'revert', role };
  return [
    [place('scenario.yaml'), `${JSON.stringify(head)}\n`],
    [place('apply.sql'), `${apply}\n`],
    [place('revert.sql'), `${revert}\n`],
  ];
}
