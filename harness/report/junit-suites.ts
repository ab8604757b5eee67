// What `junit.xml` lists: every judgement of a run as a case, in a suite for each stage.
import type { Status } from '../kernel/index.ts';
import { partWords } from '../scenario/part-contract.ts';
import type { Beside, PacketView, ViewFinding } from './contract.ts';
import { statusIn } from './verdict.ts';
import { findingsOf, findingsOfScenario, isGrave } from './view.ts';

export interface Case {
  readonly name: string;
  readonly judgement: string;
  readonly findings: readonly ViewFinding[];
  /** What else is to be said where it is not good. */
  readonly details?: readonly string[];
  readonly file?: string | null;
  readonly ms?: number;
}
export interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** Files and times come from beside the tree. */
type Outside = Pick<Beside, 'record' | 'timings'>;

export function suitesOf(view: PacketView, outside: Outside): Suite[] {
  return [...cloneSuites(view, outside), ...rehearsalSuites(view, outside), ...harnessSuites(view)];
}

/** Of a part too: the job that rehearsed it did what it had to; its name says that it is a part. */
const GOOD: readonly (Status | null)[] = ['ROLLBACK_READY', 'PART_HELD'];

function cloneSuites(view: PacketView, { timings }: Outside): Suite[] {
  const { status } = view['decision-packet.json'];
  const part = partWords(view['clone-rehearsal-execution-evidence.json'].plan);
  const forcing = findingsOf(view).filter(({ code }) => isGrave(code));
  const isGood = GOOD.includes(statusIn(status));
  const ends = timings.stages.map(({ startMs, ms }) => startMs + ms);
  return [
    {
      name: 'verdict',
      cases: [
        {
          name: part === null ? status : `${status} (${part})`,
          judgement: isGood ? 'HELD' : 'NOT_HELD',
          findings: forcing,
          details: ['see report.md'],
          ms: Math.max(0, ...ends),
        },
      ],
    },
    {
      name: 'dump',
      cases: [
        {
          name: 'content scan',
          judgement: view['clone-provenance.json'].scan?.judgement ?? 'N/A_NO_CLONE',
          findings: view['clone-provenance.json'].findings,
        },
      ],
    },
    {
      name: 'isolation',
      cases: view['isolation-proof.json'].checks.map(({ id, judgement, measured, expected }) => ({
        name: id,
        judgement,
        findings: [],
        details: [`measured "${measured}", expected "${expected}"`],
      })),
    },
    {
      name: 'restore',
      cases: [
        {
          name: 'restore',
          judgement: view['restore-evidence.json'].judgement,
          findings: view['restore-evidence.json'].findings,
        },
      ],
    },
    {
      name: 'schema compatibility',
      cases: view['schema-compatibility.json'].surfaces.map(({ id, judgement, differences }) => ({
        name: id,
        judgement,
        findings: [],
        details: differences.map(({ path: place, what }) => `${place}: ${what}`),
      })),
    },
  ];
}

function rehearsalSuites(view: PacketView, outside: Outside): Suite[] {
  const execution = view['clone-rehearsal-execution-evidence.json'];
  const timesOf = (id: string): Outside['timings']['scenarios'][number]['rollbacks'] =>
    outside.timings.scenarios.find(({ scenario }) => scenario === id)?.rollbacks ?? [];
  return [
    {
      name: 'rehearsal',
      cases: execution.steps.map(({ id, title, judgement, findings }) => ({
        name: `${id} ${title}`,
        judgement,
        findings,
      })),
    },
    {
      name: 'scenarios',
      cases: execution.scenarios.map((scenario) => ({
        name: scenario.id,
        judgement: scenario.judgement,
        findings: findingsOfScenario(scenario),
        file: fileOf(scenario.id, outside),
        ms: timesOf(scenario.id).reduce((sum, { prepareMs, applyMs, rollbackMs }) => {
          return sum + prepareMs + applyMs + rollbackMs;
        }, 0),
      })),
    },
    {
      name: 'ways back',
      cases: execution.scenarios.flatMap(({ id, rollbacks }) =>
        rollbacks.map(({ way, judgement, findings, not_restored: parts }) => ({
          name: `${id} by ${way}`,
          judgement,
          findings,
          details: parts.map((each) => `"${each}" is not as before`),
          file: fileOf(id, outside),
          ms: timesOf(id).find((each) => each.way === way)?.rollbackMs ?? 0,
        })),
      ),
    },
    {
      name: 'rollback proofs',
      cases: view['hardened-validator-result.json'].this_run.entries.map(
        ({ id, judgement, codes }) => ({ name: id, judgement, findings: [], details: codes }),
      ),
    },
  ];
}

/** The file that makes the change, from the configuration's folder; null where it lies elsewhere. */
function fileOf(id: string, { record }: Outside): string | null {
  const names = record.inputs.map(({ name }) => name).filter((name) => !name.startsWith('..'));
  const found = ['apply.sql', 'scenario.ts', 'scenario.yaml'].flatMap(
    (own) => names.find((name) => name.endsWith(`/${id}/${own}`)) ?? [],
  );
  return found[0] ?? null;
}

function harnessSuites(view: PacketView): Suite[] {
  const validator = view['hardened-validator-result.json'];
  const gate = view['ci-seal-vs-bytes-gate-selftest-result.json'];
  const probes = view['bad-input-probes.json'];
  return [
    {
      name: 'validator, gate and probes',
      cases: [
        ...(['selftest', 'this_run', 'negative_control'] as const).map((exercise) => ({
          name: `validator: ${exercise.replace('_', ' ')}`,
          judgement: validator[exercise].judgement,
          findings: validator.findings,
        })),
        { name: 'seal gate: selftest', judgement: gate.judgement, findings: gate.findings },
        ...probes.probes.map(({ id, outcome }) => ({
          name: `probe: ${id}`,
          judgement: outcome,
          findings: probes.findings.filter(({ where }) => where.split('/')[0] === id),
        })),
      ],
    },
    {
      name: 'forbidden surfaces',
      cases: view['forbidden-surface-proof.json'].surfaces.map(({ title, state, reason }) => ({
        name: title,
        judgement: state,
        findings: [],
        details: [reason],
      })),
    },
  ];
}
