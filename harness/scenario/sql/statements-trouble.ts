// Why a script does not parse, said so that its author knows what to write instead.
import { finding, type Finding } from '../../kernel/index.ts';
import { adviceOnMeta } from './statements-meta.ts';
import { wordsOf, type Word } from './statements-words.ts';

/** `stumble`: offset of the word that the grammar could not take, in UTF-16 units. */
export function troublesOf(
  file: string,
  sql: string,
  stumble: number,
  message: string,
): readonly Finding[] {
  const words = wordsOf(sql);
  const copy = copyFromInput(words);
  // What stands behind it is data, and no SQL.
  const code = copy === null ? words : words.filter(({ start }) => start < copy.end);
  const found: { readonly start: number; readonly finding: Finding }[] = code.flatMap(
    (word, index) => {
      const what = word.kind === 'meta' ? adviceOnMeta(word.text) : null;
      if (what !== null) {
        const each = finding('SCENARIO_META_COMMAND', `${file}:${word.line}`, what);
        return [{ start: word.start, finding: each }];
      }
      const variable = variableAt(code, index);
      if (variable === null) return [];
      const each = finding('SCENARIO_VARIABLE', `${file}:${word.line}`, variable);
      return [{ start: word.start, finding: each }];
    },
  );
  if (copy !== null) {
    const what = 'COPY from standard input has no input here; write INSERT';
    const each = finding('SCENARIO_STATEMENT_REFUSED', `${file}:${copy.line}`, what);
    found.push({ start: copy.end, finding: each });
  }
  // Behind one of these the grammar stumbles over what psql would have taken away.
  if (found.every(({ start }) => start > stumble)) {
    found.unshift({ start: stumble, finding: syntax(file, sql, words, stumble, message) });
  }
  return found.map((each) => each.finding);
}

/** A name for psql behind a colon: not a cast, no bound of a slice, no key of a JSON object. */
function variableAt(words: readonly Word[], index: number): string | null {
  const colon = words[index];
  const next = words[index + 1];
  if (colon?.text !== ':' || next === undefined || next.start !== colon.start + 1) return null;
  if (!['word', 'name', 'literal'].includes(next.kind) && next.text !== '{') return null;
  const opening = words.slice(0, index).findLastIndex(({ depth }) => depth < colon.depth);
  const isSlice = words[opening]?.text === '[';
  const isJson = /^json_object(?:agg)?$/.test(words[opening - 1]?.bare ?? '');
  if (colon.depth > 0 && (isSlice || isJson)) return null;
  const name = next.text === '{' ? '{?...}' : next.text.slice(0, 40);
  return `":${name}" is a variable of psql; write the value itself`;
}

/** The first COPY ... FROM STDIN: where it ends, and its line. */
function copyFromInput(words: readonly Word[]): { end: number; line: number } | null {
  let first: Word | null = null;
  for (const [index, word] of words.entries()) {
    first ??= word;
    const isInput = word.bare === 'stdin' && words[index - 1]?.bare === 'from';
    if (first.bare === 'copy' && isInput) return { end: word.start + 1, line: first.line };
    if (word.text === ';') first = null;
  }
  return null;
}

const BEGINS_A_STATEMENT = new Set(
  `abort alter analyze begin call checkpoint cluster comment commit copy create deallocate declare
  delete discard do drop end execute explain grant import insert listen lock merge notify prepare
  reassign refresh reindex release reset revoke rollback savepoint security select set show start
  table truncate update vacuum values with`.split(/\s+/),
);

/** A statement that runs into the next one is told by where it begins, not by where it was noticed. */
function syntax(
  file: string,
  sql: string,
  words: readonly Word[],
  stumble: number,
  message: string,
): Finding {
  const plain = finding('SCENARIO_SYNTAX', `${file}:${lineAt(sql, stumble)}`, message);
  const index = words.findIndex(({ start }) => start === stumble);
  if (index === -1) return plain;
  const lineStart = words.slice(0, index + 1).findLastIndex(({ isFirst }) => isFirst);
  const next = words[lineStart];
  // The first word of a statement may pass for a name: then the one behind it is noticed.
  const isNear = index - lineStart <= 2;
  if (next === undefined || !isNear || next.depth > 0 || !BEGINS_A_STATEMENT.has(next.bare)) {
    return plain;
  }
  const end = words.slice(0, lineStart).findLastIndex(({ text }) => text === ';');
  const begin = words[end + 1];
  if (begin === undefined || begin.start >= next.start) return plain;
  const what = `this statement is not ended: a semicolon seems to be missing before line ${next.line}`;
  return finding('SCENARIO_SYNTAX', `${file}:${begin.line}`, `${what} (${message})`);
}

function lineAt(sql: string, offset: number): number {
  return sql.slice(0, offset).split('\n').length;
}
