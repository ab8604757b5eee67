// `junit.xml`: every judgement of a run as a test case, so that a CI page shows what did not hold.
import type { Status } from '../kernel/index.ts';
import type { PacketView } from './contract.ts';
import { findingsOfScenario } from './view.ts';
import { statusIn } from './verdict.ts';
import { escapeMarkup } from './render-html.ts';

interface Case {
  readonly name: string;
  readonly judgement: string;
  readonly details: readonly string[];
}
interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** HELD is a success, NOT_HELD a failure, N/A_NO_CLONE skipped; everything else is an error. */
export function junitXml(view: PacketView): string {
  const suites = suitesOf(view);
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="clone rehearsal" ${counts(cases)}>`,
    ...suites.flatMap((suite) => [
      `  <testsuite name="${escapeMarkup(suite.name)}" ${counts(suite.cases)}>`,
      ...suite.cases.map((each) => testcase(suite.name, each)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

type Outcome = 'good' | 'failure' | 'skipped' | 'error';

function outcomeOf(judgement: string): Outcome {
  switch (judgement) {
    case 'HELD':
    case 'FAILED_CLOSED':
    case 'UNTOUCHED':
    case 'NOT_REQUESTED':
      return 'good';
    case 'NOT_HELD':
    case 'FAILED_OPEN':
      return 'failure';
    case 'N/A_NO_CLONE':
    case 'NOT_IN_PART':
    case 'BLOCKER_INPUT_MISSING':
    case 'NOT_REQUIRED':
      return 'skipped';
    default:
      return 'error';
  }
}

function counts(cases: readonly Case[]): string {
  const number = (outcome: Outcome): number =>
    cases.filter(({ judgement }) => outcomeOf(judgement) === outcome).length;
  return `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}"`;
}

function testcase(suite: string, { name, judgement, details }: Case): string {
  const open = `    <testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}"`;
  const outcome = outcomeOf(judgement);
  if (outcome === 'good') return `${open}/>`;
  const message = `message="${escapeMarkup(judgement)}"`;
  if (outcome === 'skipped') return `${open}><skipped ${message}/></testcase>`;
  const lines = details.map((detail) => escapeMarkup(detail)).join('\n');
  return `${open}><${outcome} ${message}>${lines}</${outcome}></testcase>`;
}

function suitesOf(view: PacketView): Suite[] {
  return [...cloneSuites(view), ...rehearsalSuites(view), ...harnessSuites(view)];
}

type Found = readonly { readonly code: string; readonly where: string; readonly what: string }[];
const explained = (found: Found): string[] =>
  found.map(({ code, where, what }) => `${code} at ${where}: ${what}`);

/** Of a part too: the job that rehearsed it did what it had to; its name says that it is a part. */
const GOOD: readonly (Status | null)[] = ['ROLLBACK_READY', 'PART_HELD'];

function cloneSuites(view: PacketView): Suite[] {
  return [
    {
      name: 'verdict',
      cases: [
        {
          name: view['decision-packet.json'].status,
          judgement: GOOD.includes(statusIn(view['decision-packet.json'].status))
            ? 'HELD'
            : 'NOT_HELD',
          details: ['see report.md'],
        },
      ],
    },
    {
      name: 'isolation',
      cases: view['isolation-proof.json'].checks.map(({ id, judgement, measured, expected }) => ({
        name: id,
        judgement,
        details: [`measured "${measured}", expected "${expected}"`],
      })),
    },
    {
      name: 'restore',
      cases: [
        {
          name: 'restore',
          judgement: view['restore-evidence.json'].judgement,
          details: explained(view['restore-evidence.json'].findings),
        },
      ],
    },
    {
      name: 'schema compatibility',
      cases: view['schema-compatibility.json'].surfaces.map(({ id, judgement, differences }) => ({
        name: id,
        judgement,
        details: differences.map(({ path, what }) => `${path}: ${what}`),
      })),
    },
  ];
}

function rehearsalSuites(view: PacketView): Suite[] {
  const execution = view['clone-rehearsal-execution-evidence.json'];
  return [
    {
      name: 'rehearsal',
      cases: execution.steps.map(({ id, title, judgement, findings }) => ({
        name: `${id} ${title}`,
        judgement,
        details: explained(findings),
      })),
    },
    {
      name: 'scenarios',
      cases: execution.scenarios.map((scenario) => ({
        name: scenario.id,
        judgement: scenario.judgement,
        details: explained(findingsOfScenario(scenario)),
      })),
    },
    {
      name: 'rollback proofs',
      cases: view['hardened-validator-result.json'].this_run.entries.map(
        ({ id, judgement, codes }) => ({
          name: id,
          judgement,
          details: codes,
        }),
      ),
    },
  ];
}

function harnessSuites(view: PacketView): Suite[] {
  const validator = view['hardened-validator-result.json'];
  const gate = view['ci-seal-vs-bytes-gate-selftest-result.json'];
  const probes = view['bad-input-probes.json'];
  return [
    {
      name: 'validator, gate and probes',
      cases: [
        {
          name: 'validator: selftest',
          judgement: validator.selftest.judgement,
          details: explained(validator.findings),
        },
        {
          name: 'validator: this run',
          judgement: validator.this_run.judgement,
          details: explained(validator.findings),
        },
        {
          name: 'validator: negative control',
          judgement: validator.negative_control.judgement,
          details: explained(validator.findings),
        },
        {
          name: 'seal gate: selftest',
          judgement: gate.judgement,
          details: explained(gate.findings),
        },
        ...probes.probes.map(({ id, outcome }) => ({
          name: `probe: ${id}`,
          judgement: outcome,
          details: [],
        })),
      ],
    },
    {
      name: 'forbidden surfaces',
      cases: view['forbidden-surface-proof.json'].surfaces.map(({ title, state, reason }) => ({
        name: title,
        judgement: state,
        details: [reason],
      })),
    },
  ];
}
