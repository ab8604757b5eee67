// Takes from the packet's parsed files what a report reads; a missing part is named, not passed over.
import { finding, Problem, statusOf, STATUSES, CODES, type Code } from '../kernel/index.ts';
import { packetViewSchema, type PacketView, type ViewFinding } from './contract.ts';

/** @throws Problem REPORT_INPUT_BROKEN, every missing file and key named */
export function packetView(files: Readonly<Record<string, unknown>>): PacketView {
  const parsed = packetViewSchema.safeParse(files);
  if (parsed.success) return parsed.data;
  throw new Problem(
    parsed.error.issues.map(({ path }) => {
      const [file, ...keys] = path.map(String);
      return finding(
        'REPORT_INPUT_BROKEN',
        file ?? '(packet)',
        `"${keys.join('.') || 'the file'}" is not there`,
      );
    }),
  );
}

/** Every finding of every file once, the gravest first. */
export function findingsOf(view: PacketView): ViewFinding[] {
  const execution = view['clone-rehearsal-execution-evidence.json'];
  const all = [
    ...view['clone-provenance.json'].findings,
    ...view['restore-evidence.json'].findings,
    ...view['schema-compatibility.json'].findings,
    ...execution.findings,
    ...execution.steps.flatMap((step) => step.findings),
    ...execution.scenarios.flatMap(findingsOfScenario),
    ...view['hardened-validator-result.json'].findings,
    ...view['bad-input-probes.json'].findings,
    ...view['ci-seal-vs-bytes-gate-selftest-result.json'].findings,
    ...view['forbidden-surface-proof.json'].findings,
  ];
  const once = new Map(
    all.map((each) => [JSON.stringify([each.code, each.where, each.what]), each]),
  );
  return [...once.values()].sort(
    (left, right) => gravity(left.code) - gravity(right.code) || compare(left, right),
  );
}

/** Its own, and those of each way back. */
export function findingsOfScenario(
  scenario: PacketView['clone-rehearsal-execution-evidence.json']['scenarios'][number],
): ViewFinding[] {
  return [...scenario.findings, ...scenario.rollbacks.flatMap(({ findings }) => findings)];
}

/** Entry of the registry; null for a code of another version. */
export function codeEntry(code: string): { readonly title: string; readonly hint: string } | null {
  return isCode(code) ? CODES[code] : null;
}

function isCode(code: string): code is Code {
  return Object.hasOwn(CODES, code);
}

/** Whether it forces a status; a code that nobody knows does. */
export function isGrave(code: string): boolean {
  return !isCode(code) || statusOf([finding(code, '', '')]) !== null;
}

function gravity(code: string): number {
  const order: readonly string[] = Object.keys(STATUSES);
  const forced = isCode(code) ? statusOf([finding(code, '', '')]) : null;
  return forced === null ? order.length : order.length - 1 - order.indexOf(forced);
}

function compare(left: ViewFinding, right: ViewFinding): number {
  const keyOf = ({ code, where, what }: ViewFinding): string => `${code}\0${where}\0${what}`;
  return keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0;
}
