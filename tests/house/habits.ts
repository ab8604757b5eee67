// Habits of the house that a machine can see in one source file.
import { parseSync } from 'oxc-parser';

/** What a program file does that the house does not, as sentences; empty where nothing. */
export function brokenHabits(file: string, text: string): string[] {
  const broken: string[] = [];
  const lines = text.replace(/\n$/, '').split('\n');
  if (lines.length > 300) broken.push(`${lines.length} lines, 300 at most: split it by subject`);
  const head = lines[0]?.startsWith('#!') === true ? lines[1] : lines[0];
  if (!/^(?:\/\/|\/\*\*|#|--) ?\S/.test(head ?? '')) {
    broken.push('the first line is no comment that says what the file does');
  }
  if (!text.endsWith('\n')) broken.push('no line end at the end');
  if (/[/-](?:utils?|helpers?|common|manager|misc)\.[a-z.]+$/.test(file)) {
    broken.push('a file is named for its subject');
  }
  if (file.endsWith('.ts')) broken.push(...castsWithoutReason(file, text));
  return broken;
}

/** `as` is a promise to the compiler: it stands with a comment on its line or the one above. */
function castsWithoutReason(file: string, text: string): string[] {
  const { program, comments } = parseSync(file, text);
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const commented = new Set(comments.flatMap(({ start, end }) => [lineOf(start), lineOf(end)]));
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('type' in value && value.type === 'TSAsExpression' && !isConst(value)) {
      const line = 'end' in value && typeof value.end === 'number' ? lineOf(value.end) : 0;
      const first = 'start' in value && typeof value.start === 'number' ? lineOf(value.start) : 0;
      if (![first - 1, first, line].some((each) => commented.has(each))) {
        found.push(`line ${line}: 'as' without a reason beside it`);
      }
    }
    for (const child of Object.values(value)) visit(child);
  };
  visit(program);
  return found;
}

function isConst(node: object): boolean {
  const text = JSON.stringify('typeAnnotation' in node ? node.typeAnnotation : null);
  return text.includes('"TSTypeReference"') && text.includes('"name":"const"');
}
