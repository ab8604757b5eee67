// Mutation testing of the validator: prints what notices each change, and ends with 1 where nothing does.
//   node tests/mutation/validator.ts           prints the tables
//   node tests/mutation/validator.ts --write   puts them on the page of codes
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from './checks.ts';
import { judgeMutants } from './judge.ts';
import { tablesOf, troublesOf } from './table.ts';

const PAGE = path.join(import.meta.dirname, '../../docs/validator-codes.md');
const BEGIN = '<!-- mutation: begin -->';
const END = '<!-- mutation: end -->';

const { real, all } = await judgeMutants();
const wrong = CHECKS.filter((check) => real[check] !== null).map(
  (check) => `the validator itself fails "${real[check]}" (${check})`,
);
const troubles = [...wrong, ...troublesOf(all)];
const tables = tablesOf(all);
console.log(tables);
for (const trouble of troubles) console.error(trouble);
if (troubles.length > 0) process.exitCode = 1;
else if (process.argv.includes('--write')) write(tables);

function write(text: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('the page has no place for it');
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}
