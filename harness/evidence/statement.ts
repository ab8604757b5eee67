// Builds the in-toto Statement of a packet from the packet's own files, so that anyone can again.
import { z } from 'zod';
import {
  canonicalJson,
  finding,
  sha256,
  SHA256_PATTERN,
  type Finding,
  type Sha256,
} from '../kernel/index.ts';
import { runRecordSchema } from './record-contract.ts';
import {
  PREDICATE_TYPE,
  SIGNED_OUTSIDE,
  STATEMENT_TYPE,
  type Statement,
} from './statement-contract.ts';

/** What of a packet the Statement is made of. */
export interface StatementFacts {
  readonly treeHash: Sha256;
  /** Texts of the packet's files, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

export type StatementBuilt =
  | { readonly kind: 'built'; readonly statement: Statement; readonly text: string }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Only what the Statement needs: the whole form of each file is checked elsewhere. */
const PROVENANCE = z.object({
  dump: z.object({ sha256: z.string().regex(SHA256_PATTERN) }).nullable(),
});
const DECISION = z.object({ status: z.string() });
const judged = z.object({ judgement: z.string() });
const SCENARIO = z.object({
  id: z.string().min(1),
  judgement: z.string(),
  verified: z.string(),
  deterministic: z.string(),
  varies: z.array(z.unknown()),
  expectations: z.array(judged),
  rollbacks: z.array(
    judged.extend({ residue: z.array(z.unknown()), findings: z.array(z.unknown()) }),
  ),
  findings: z.array(z.unknown()),
});
type ScenarioFacts = z.infer<typeof SCENARIO>;
const EXECUTION = z.object({
  plan: z.object({ scenarios: z.array(z.string().min(1)) }),
  scenarios: z.array(SCENARIO),
});

/** The Statement and its bytes; a packet that lacks what it is made of has none. */
export function statementOf({ treeHash, texts }: StatementFacts): StatementBuilt {
  const findings: Finding[] = [];
  const read = <Schema extends z.ZodType>(
    name: string,
    schema: Schema,
  ): z.infer<Schema> | undefined => {
    const parsed = schema.safeParse(valueOf(texts.get(name)));
    if (parsed.success) return parsed.data;
    findings.push(finding('PACKET_STATEMENT_NOT_BUILT', name, 'it does not say what is needed'));
    return undefined;
  };
  const beside = SIGNED_OUTSIDE.flatMap((name) => {
    const text = texts.get(name);
    if (text !== undefined) return [{ name, digest: { sha256: sha256(text) } }];
    // Of this one, whoever reads it says so.
    if (name === 'run.json') return [];
    findings.push(finding('PACKET_STATEMENT_NOT_BUILT', name, 'it is not there'));
    return [];
  });
  const record = read('run.json', runRecordSchema);
  const provenance = read('clone-provenance.json', PROVENANCE);
  const decision = read('decision-packet.json', DECISION);
  const execution = read('clone-rehearsal-execution-evidence.json', EXECUTION);
  if (
    record === undefined ||
    provenance === undefined ||
    decision === undefined ||
    execution === undefined ||
    findings.length > 0
  ) {
    return { kind: 'refused', findings };
  }
  const isReady = [record.status, decision.status].every((status) =>
    status.endsWith('ROLLBACK_READY'),
  );
  const tests = testsOf(execution.plan.scenarios, execution.scenarios);
  const statement: Statement = {
    _type: STATEMENT_TYPE,
    subject: [
      { name: 'packet_tree.sha256', digest: { sha256: treeHash } },
      // Of a directory dump: the digest of its listing, as docs/recompute.md says.
      ...(provenance.dump === null
        ? []
        : [{ name: 'dump', digest: { sha256: provenance.dump.sha256 } }]),
      // No hash of the tree speaks of these, so that a signature has to.
      ...beside,
    ],
    predicateType: PREDICATE_TYPE,
    predicate: {
      result: resultOf(isReady, tests),
      configuration: record.inputs.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
      ...tests,
    },
  };
  return { kind: 'built', statement, text: canonicalJson(statement) };
}

type Tests = Pick<Statement['predicate'], 'passedTests' | 'warnedTests' | 'failedTests'>;

/** Each id once, in the order of the plan; one that the plan does not have comes after it. */
function testsOf(planned: readonly string[], ran: readonly ScenarioFacts[]): Tests {
  const tests: Tests = { passedTests: [], warnedTests: [], failedTests: [] };
  const ids = new Set([...planned, ...ran.map(({ id }) => id)]);
  for (const id of ids) {
    const found = ran.filter((each) => each.id === id);
    const [only] = found;
    // Twice, never reached, or never planned: somebody did not tell the whole story.
    const isTold = found.length === 1 && planned.filter((each) => each === id).length === 1;
    tests[only !== undefined && isTold ? listOf(only) : 'failedTests'].push(id);
  }
  return tests;
}

function listOf(scenario: ScenarioFacts): keyof Tests {
  const { judgement, verified, deterministic, varies, rollbacks, expectations } = scenario;
  const all = [judgement, ...[...rollbacks, ...expectations].map((each) => each.judgement)];
  const holds =
    all.every((each) => each === 'HELD') &&
    ['HELD', 'NOT_ASKED'].includes(verified) &&
    ['YES', 'NO', 'NOT_ASKED'].includes(deterministic);
  if (!holds) return 'failedTests';
  const isPlain =
    deterministic !== 'NO' &&
    varies.length === 0 &&
    scenario.findings.length === 0 &&
    rollbacks.every(({ residue, findings }) => residue.length === 0 && findings.length === 0);
  return isPlain ? 'passedTests' : 'warnedTests';
}

/** Never better than the status of the run, and nothing where no scenario was shown to hold. */
function resultOf(isReady: boolean, tests: Tests): Statement['predicate']['result'] {
  const held = tests.passedTests.length + tests.warnedTests.length;
  if (!isReady || tests.failedTests.length > 0 || held === 0) return 'FAILED';
  return tests.warnedTests.length > 0 ? 'WARNED' : 'PASSED';
}

function valueOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
