// The one exception type of the house: thrown only where a stage cannot go on.
import { explain, type Finding } from './finding.ts';
import { isServerError, serverMessage } from './server-message.ts';

/** Carries the findings that stopped a stage; `cause` keeps the first error. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], options?: { cause?: unknown }) {
    super(findings.map(explain).join('\n'), options);
    this.findings = findings;
  }
}

/**
 * The findings that an error carries: where ending what was open has failed too, those of both. None
 * where any of it is a fault that nobody has foreseen.
 */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof Problem) return error.findings;
  if (!(error instanceof SuppressedError)) return [];
  const [first, then] = [findingsOf(error.suppressed), findingsOf(error.error)];
  return first.length === 0 || then.length === 0 ? [] : [...first, ...then];
}

/**
 * What an error says, without its stack and without a row's values; safe for any thrown value.
 * Node quotes the text that it could not parse, and Postgres the value that it could not take.
 */
export function messageOf(error: unknown): string {
  if (isServerError(error)) return serverMessage(error);
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SyntaxError) return error.message.replace(QUOTED_TEXT, '\u2026');
  return error.message;
}

/** `Unexpected token 'c', ..."what stood there"... is not valid JSON`; `Cannot convert x to a BigInt`. */
const QUOTED_TEXT =
  /(?<=^Unexpected token )'.'|(?:\.\.\.)?".*"(?:\.\.\.)?(?= is not valid JSON$)|(?<=^Cannot convert ).*(?= to a BigInt$)/gs;

/** An error and all that led to it, one line each; its findings where it has some. */
export function faultLines(error: unknown, withStack: boolean, depth = 0): string[] {
  if (depth > DEEPEST) return [];
  const lines = [
    ...(error instanceof Problem ? error.findings.map(explain) : [messageOf(error)]),
    ...(withStack ? framesOf(error) : []),
  ];
  for (const [name, inner] of causesOf(error)) {
    const [first = '', ...others] = faultLines(inner, withStack, depth + 1);
    if (first !== '') lines.push(`  ${name}: ${first}`, ...others.map((line) => `  ${line}`));
  }
  return lines;
}

/** Causes may form a ring. */
const DEEPEST = 5;

function causesOf(error: unknown): (readonly [string, unknown])[] {
  if (!(error instanceof Error)) return [];
  const found: (readonly [string, unknown])[] = [];
  if (error instanceof SuppressedError) {
    found.push(['first', error.suppressed], ['then', error.error]);
  }
  if (error instanceof AggregateError) {
    found.push(...error.errors.slice(0, 10).map((each: unknown) => ['one of them', each] as const));
  }
  if (error.cause !== undefined) found.push(['caused by', error.cause]);
  return found;
}

/** Where in the program it was; the stack's own first lines repeat the message, values and all. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const stack = error.stack ?? '';
  const at = stack.indexOf(error.message);
  return stack
    .slice(at === -1 ? 0 : at + error.message.length)
    .split('\n')
    .filter((line) => /^ {4}at [^"']*:\d+:\d+\)?$/.test(line))
    .slice(0, 30);
}
