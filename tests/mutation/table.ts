// The result as tables of Markdown: every rule by name, all other changes by their kind.
import { CHECKS, type Check } from './checks.ts';
import { EQUIVALENTS } from './equivalents.ts';
import type { Judged } from './judge.ts';
import { OPERATOR_NAMES } from './operators.ts';

/** Sentences that say what is wrong; none where every mutant is accounted for. */
export function troublesOf(all: readonly Judged[]): string[] {
  const unseen = all.filter(({ mutant, failures }) =>
    mutant.disables === null
      ? CHECKS.every((check) => failures[check] === null)
      : failures.selftest === null,
  );
  const names = unseen.map(({ mutant }) => mutant.name);
  return [
    ...unseen
      .filter(({ mutant }) => mutant.disables !== null || EQUIVALENTS[mutant.name] === undefined)
      .map(({ mutant }) =>
        mutant.disables === null
          ? `nothing notices: ${mutant.name}`
          : `no run notices by itself that this rule is gone: ${mutant.disables}`,
      ),
    ...Object.keys(EQUIVALENTS)
      .filter((name) => !names.includes(name))
      .map((name) => `is listed as changing nothing, and is noticed or not there: ${name}`),
  ];
}

export function tablesOf(all: readonly Judged[]): string {
  const rules = all.filter(({ mutant }) => mutant.disables !== null);
  const slips = all.filter(({ mutant }) => mutant.disables === null);
  return [
    `${rules.length} rules taken away, one at a time:`,
    table(
      ['rule', 'in', 'the run\u2019s own example that fails', 'a case', 'a made-up proof'],
      rules.map(({ mutant, failures }) => [
        code(mutant.disables ?? ''),
        code(mutant.file),
        failures.selftest ?? '**none**',
        seen(failures.cases),
        seen(failures.property),
      ]),
    ),
    `${slips.length} other changes, by their kind:`,
    table(
      [
        'change',
        'mutants',
        'noticed by a run itself',
        'by a case',
        'by a made-up proof',
        'by none',
      ],
      [...OPERATOR_NAMES, 'all'].map((operator) => {
        const of = slips.filter(({ mutant }) => operator === 'all' || mutant.operator === operator);
        const by = (check: Check): string =>
          String(of.filter(({ failures }) => failures[check] !== null).length);
        const none = of.filter(({ failures }) => CHECKS.every((each) => failures[each] === null));
        return [operator, String(of.length), ...CHECKS.map(by), String(none.length)];
      }),
    ),
    'Those that nothing notices change nothing:',
    table(
      ['change', 'why no input can tell'],
      Object.entries(EQUIVALENTS).map(([name, reason]) => [code(name), reason]),
    ),
  ].join('\n\n');
}

function seen(failure: string | null): string {
  return failure === null ? 'no' : 'yes';
}

function code(text: string): string {
  return `\`${text.replaceAll(/\s+/g, ' ').replaceAll('`', '').slice(0, 110)}\``;
}

/** Aligned as prettier does it, so that the page keeps its form. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, at) => Math.max(3, ...lines.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 3)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [first = [], ...rest] = lines;
  return [line(first), rule, ...rest.map(line)].join('\n');
}
