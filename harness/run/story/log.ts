// `log.jsonl`, against what the packet says: its lines have one form, in one order, and nothing else
// stands between them.
import { z } from 'zod';
import { variablesNamed } from '../../evidence/index.ts';
import { canonicalJsonLine, finding, type Finding } from '../../kernel/index.ts';
import { guardValue } from '../../output/index.ts';
import type { Derived } from './derive.ts';
import { ISOLATION, type PacketDocuments } from './documents.ts';

const text = z.string().min(1);
const time = z.number().nonnegative();
const eventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('stage'), stage: text, startMs: time, ms: time }),
  z.strictObject({ event: z.literal('finding'), code: text, where: z.string(), what: z.string() }),
  z.strictObject({
    event: z.literal('host-variable'),
    name: text,
    surfaces: z.array(text).min(1),
    /** null where no container was looked into. */
    in_container: z.boolean().nullable(),
  }),
  z.strictObject({ event: z.literal('status'), status: text }),
]);
type LogEvent = z.infer<typeof eventSchema>;
type Named = Extract<LogEvent, { event: 'host-variable' }>;

/** Only which variables the machine had, and how long a stage took, is nobody's to derive. */
export function logFindings(documents: PacketDocuments, derived: Derived): Finding[] {
  const log = documents['log.jsonl'];
  if (log === null) return [];
  const findings: Finding[] = [];
  const told = (where: string, what: string): void => {
    findings.push(finding('PACKET_STORY_RECORD', where, what));
  };
  const lines = log.split('\n');
  if (lines.pop() !== '') told('log.jsonl', 'its last line has no line feed');
  const all: LogEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const event = eventOf(line);
    if (event === null) {
      // Of what is no log nothing more can be said, and it may be long.
      told(`log.jsonl:${index + 1}`, 'it is no line that a run writes');
      return findings;
    }
    all.push(event);
  }
  const stages = all.filter((event) => event.event === 'stage');
  const found = all.filter((event) => event.event === 'finding');
  const named = all.filter((event) => event.event === 'host-variable');
  const last: LogEvent = { event: 'status', status: derived.fullStatus };

  const expected = derived.findings.map((each) => ({ event: 'finding', ...each }));
  if (!isSame(guardValue(found), guardValue(expected))) {
    told('log.jsonl', 'its findings are not those of the packet');
  }
  if (!isSame(all.at(-1), last)) {
    told('log.jsonl', 'it does not end in the packet\u2019s status');
  }
  const laps = documents.timings?.stages.map((each) => ({ event: 'stage', ...each }));
  if (laps !== undefined && !isSame(guardValue(stages), guardValue(laps))) {
    told('log.jsonl', 'its stages are not those of timings.json');
  }
  if (!isSame(all, [...stages, ...found, ...named, last])) {
    told('log.jsonl', 'its lines do not stand in the order of a run, the status once and last');
  }
  if (!namedHolds(documents, named)) {
    told('log.jsonl', 'its variables are not as the surfaces and the isolation proof say');
  }
  return findings;
}

/** Written out once more it must come out the same: no key twice, no space, no other escape. */
function eventOf(line: string): LogEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    const parsed = eventSchema.safeParse(value);
    return parsed.success && JSON.stringify(value) === line ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What the guard had to break, a name or a row's pattern, is no longer what was compared. */
const UNBROKEN = /^[\w*]+$/;

function namedHolds({ tree }: PacketDocuments, named: readonly Named[]): boolean {
  const plain = named.filter(({ name }) => UNBROKEN.test(name));
  const { surfaces } = tree['forbidden-surface-proof.json'];
  if (!surfaces.every(({ never }) => never.variables.every((each) => UNBROKEN.test(each)))) {
    return true;
  }
  const inContainer = tree[ISOLATION].observed?.variables ?? null;
  const names = plain.map(({ name }) => name);
  const expected = variablesNamed(surfaces, names, inContainer);
  return isSame(
    guardValue(plain),
    guardValue(expected.map((each) => ({ event: 'host-variable', ...each }))),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJsonLine(one ?? null) === canonicalJsonLine(other ?? null);
}
