// What a rule is: a kind of secret or pointer, and where in a text it stands.
import type { Code } from '../kernel/index.ts';

/** One place in a text; `value` is what is redacted into the shape. */
export interface Found {
  readonly code: Code;
  readonly rule: string;
  readonly start: number;
  readonly value: string;
}

/** Where in a text what counts begins; the rest is there to be seen. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const ALL: Range = { from: 0, to: Infinity };

export function isWithin(index: number, { from, to }: Range): boolean {
  return index >= from && index < to;
}

/** A rule that one regular expression tells, with a closer look where that is not enough. */
export interface PatternRule {
  readonly rule: string;
  readonly code: Code;
  /** With flags g and, where needed, i. */
  readonly pattern: RegExp;
  readonly accepts?: (match: RegExpExecArray) => boolean;
}

export function* findByPattern(rules: readonly PatternRule[], text: string): Generator<Found> {
  for (const { rule, code, pattern, accepts } of rules) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      if (match[0] === '') pattern.lastIndex += 1;
      else if (accepts === undefined || accepts(match)) {
        yield { code, rule, start: match.index, value: match[0] };
      }
    }
  }
}

/** Whether a value is what a mask leaves: nothing, one character again and again, or a word for it. */
export function isMask(value: string): boolean {
  const bare = value.trim();
  return (
    /^(.?)\1*$/s.test(bare) ||
    /^[*x#.•-]+$/i.test(bare) ||
    /^[<[({]*\s*(?:redacted|masked|removed|hidden|scrubbed|sanitized|anonymi[sz]ed|null|none|nil|empty|dummy|placeholder|changed?[-_ ]?me|xxx+)\s*[>\])}]*$/i.test(
      bare,
    )
  );
}

/** A hole that a program fills: `${PASSWORD}`, `{{ password }}`, `<password>`, `%s`, `:password`. */
export function isTemplate(value: string): boolean {
  return /^(?:\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_]\w*|\{\{?[^{}]*\}?\}|<[^<>]*>|\[[^[\]]*\]|%\w|%\(\w+\)s|%[A-Z_]+%|:[a-z_]\w*)$/.test(
    value.trim(),
  );
}
