// What the probe's own clone is rehearsed with: a spec, and scenarios of which two must not hold.
import { PROBE_ROLE, type DumpNames, type ProbeFiles } from './samples.ts';

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
  readonly kind: 'transactional' | 'revert';
  readonly role?: string;
  readonly apply: string;
  readonly revert?: string;
}

const MOVE = "UPDATE public.births SET note = 'moved' WHERE object_id = 1;";
const back = (note: string): string =>
  `UPDATE public.births SET note = '${note}' WHERE object_id = 1;`;

/** Whose names the project's scenarios bear, by what each is for. */
export const SCENARIOS = {
  /** Changes and comes back: the twin of those that do not. */
  good: ['probe-comes-back'],
  still: ['probe-stands-still'],
  stays: ['probe-stays-changed'],
  named: ['probe-names'],
} as const;

/** Every file of a project that loads; `note` is what stands in the dump's row. */
export function projectFiles(note: string, names: DumpNames): ProbeFiles {
  const scenarios: readonly ProbeScenario[] = [
    { id: 'probe-comes-back', kind: 'revert', apply: MOVE, revert: back(note) },
    {
      id: 'probe-stands-still',
      kind: 'revert',
      apply: MOVE.replace('object_id = 1', 'object_id = 2'),
      revert: back(note),
    },
    { id: 'probe-stays-changed', kind: 'revert', apply: MOVE, revert: back('elsewhere') },
    {
      id: 'probe-names',
      kind: 'transactional',
      role: names.role,
      apply: `UPDATE public."${names.table}" SET "${names.column}" = 'two';`,
    },
  ];
  return {
    'spec.yaml': specWith('text'),
    'executor.sql': 'SELECT 1;\n',
    ...Object.fromEntries(scenarios.flatMap(scenarioFiles)),
  };
}

function scenarioFiles({
  id,
  kind,
  role = PROBE_ROLE,
  apply,
  revert,
}: ProbeScenario): [string, string][] {
  const place = (file: string): string => `scenarios/${id}/${file}`;
  const head = { version: 1, id, title: id, why: 'a probe', kind, role };
  return [
    [place('scenario.yaml'), `${JSON.stringify(head)}\n`],
    [place('apply.sql'), `${apply}\n`],
    ...(revert === undefined ? [] : [pair(place('revert.sql'), `${revert}\n`)]),
  ];
}

function pair(file: string, text: string): [string, string] {
  return [file, text];
}
