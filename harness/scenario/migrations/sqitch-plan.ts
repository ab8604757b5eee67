// sqitch.plan: changes in their order, what they need, and the tags between them.
import type { Finding } from '../../kernel/index.ts';
import { invalid } from './draft.ts';

export interface PlannedChange {
  readonly name: string;
  /** Line of the plan, counted from 1. */
  readonly line: number;
  /** Tags on this change, without `@`. */
  readonly tags: readonly string[];
  /**
   * Tags between a change and the one that reworks it, the nearest to the reworking first: one of
   * them is in the names of its files. Empty for a change that is not reworked.
   */
  readonly reworkTags: readonly string[];
}

export interface SqitchPlan {
  readonly changes: readonly PlannedChange[];
  readonly findings: readonly Finding[];
}

interface Change {
  readonly name: string;
  readonly line: number;
  readonly tags: string[];
  reworkTags: readonly string[];
}

/** ASCII punctuation but the underscore. */
const PUNCTUATION = '!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^`{|}~';
const NAME = new RegExp(`^(?![${PUNCTUATION}])[^\\s:@#\\\\]+(?<![${PUNCTUATION}])$`);
/** What a name may not end in: it would read as a change before or behind another. */
const SYMBOLIC_END = /[~/=%^[\]]\d+$/;
const STAMP = /^(\S+)(?:\s+\[([^\]]*)\])?\s+\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\s+[^<]+\s+<[^>]+>$/;

/** `file` is the plan's name in messages. */
export function parsePlan(file: string, text: string): SqitchPlan {
  const findings: Finding[] = [];
  const bad = (line: number, what: string): void => {
    findings.push(invalid(`${file}:${line}`, what));
  };
  const changes: Change[] = [];
  const tagPlaces = new Map<string, number>();
  let isHeader = true;
  let project: string | null = null;
  /** Where the stretch behind the last tag begins: within it a name stands once. */
  let stretch = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    // A hash begins a note wherever it stands: no name has one.
    const written = raw
      .replace(/\s*#.*$/s, '')
      .trim()
      .replace(/^([+-])\s+/, '$1');
    if (written === '') {
      if (raw.trim() === '') isHeader = false;
      continue;
    }
    if (written.startsWith('%')) {
      const [, key = '', value = ''] = /^%\s*([^\s=]+)\s*(?:=\s*(.*))?$/.exec(written) ?? [];
      if (!isHeader) bad(line, 'a pragma stands among the changes');
      if (key === 'project') project = value;
      if (key === 'syntax-version' && !value.startsWith('1.')) {
        bad(line, `syntax version "${value}" of the plan is not known here`);
      }
      continue;
    }
    if (isHeader) bad(line, 'a blank line has to come between the pragmas and the changes');
    isHeader = false;
    const [, head, needs] = STAMP.exec(written) ?? [];
    if (head === undefined) {
      bad(line, 'it is no change or tag with its time and planner, as "sqitch add" writes one');
      continue;
    }
    if (head.startsWith('@')) {
      const trouble = tagTrouble(head.slice(1), needs, changes, tagPlaces);
      if (trouble !== null) bad(line, trouble);
      changes.at(-1)?.tags.push(head.slice(1));
      tagPlaces.set(head.slice(1), changes.length - 1);
      stretch = changes.length;
      continue;
    }
    const name = head.replace(/^\+/, '');
    const trouble = changeTrouble(name, changes, stretch);
    if (trouble !== null) {
      bad(line, trouble);
      continue;
    }
    for (const each of (needs ?? '').split(/\s+/).filter((need) => need !== '')) {
      const unmet = needTrouble(each, changes, tagPlaces, project);
      if (unmet !== null) bad(line, unmet);
    }
    const reworked = changes.findLast((each) => each.name === name);
    if (reworked !== undefined) {
      const between = changes.slice(changes.indexOf(reworked)).reverse();
      reworked.reworkTags = between.flatMap(({ tags }) => tags);
    }
    changes.push({ name, line, tags: [], reworkTags: [] });
  }
  if (project === null) findings.unshift(invalid(file, 'it has no "%project" line'));
  return { changes, findings };
}

function changeTrouble(name: string, changes: readonly Change[], stretch: number): string | null {
  if (name.startsWith('-')) return 'a plan that reverts a change is not followed here';
  if (!NAME.test(name) || SYMBOLIC_END.test(name)) return `"${name}" is no name of a change`;
  if (/^[0-9a-f]{40}/.test(name)) return `"${name}" could be taken for an id`;
  if (name === 'ROOT' || name === 'HEAD') return `"${name}" has a meaning of its own`;
  if (name.split('/').some((part) => part === '..' || part === '.' || part === '')) {
    return `"${name}" leads out of the folder`;
  }
  const before = changes.findLastIndex((each) => each.name === name);
  if (before < stretch) return null;
  const line = changes[before]?.line ?? 0;
  return `"${name}" is planned in line ${line} already, with no tag between to rework it`;
}

function tagTrouble(
  tag: string,
  needs: string | undefined,
  changes: readonly Change[],
  places: ReadonlyMap<string, number>,
): string | null {
  if (!NAME.test(tag) || tag.includes('/')) return `"@${tag}" is no name of a tag`;
  if (changes.length === 0) return `tag "@${tag}" comes before any change`;
  if (places.has(tag)) return `tag "@${tag}" is there twice`;
  return needs === undefined ? null : 'a tag needs nothing';
}

/** What a change needs has to come before it; what it conflicts with must not. */
function needTrouble(
  need: string,
  changes: readonly Change[],
  tags: ReadonlyMap<string, number>,
  project: string | null,
): string | null {
  const isConflict = need.startsWith('!');
  const [, other, rest = ''] = /^!?(?:([^:]+):)?(.+)$/.exec(need) ?? [];
  // Of other projects, and of ids, a plan says nothing: the tool asks the database.
  if ((other !== undefined && other !== project) || /^[0-9a-f]{40}$/.test(rest)) return null;
  const [name = '', tag] = rest.split('@');
  const end = tag === undefined ? changes.length : (tags.get(tag) ?? -1) + 1;
  const isThere = name === '' ? end > 0 : changes.slice(0, end).some((each) => each.name === name);
  if (isConflict) return isThere ? `it conflicts with "${rest}", which comes before it` : null;
  return isThere ? null : `it needs "${rest}", which does not come before it`;
}
