// Puts the figures and the curves of docs/speed.md in from bench/results.json: `--write`, or it tells
// whether they are up to date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import { ROOT } from '../places.ts';
import { readResults } from '../results.ts';
import { blocks } from './blocks.ts';
import { pictures } from './pictures.ts';

const PAGE = 'docs/speed.md';

/** Every file that is made from the results, by its path in the project. */
export async function madeFiles(): Promise<ReadonlyMap<string, string>> {
  const results = await readResults();
  if (results === null) throw new Error('there is no bench/results.json; "make bench" makes it');
  const page = await readFile(path.join(ROOT, PAGE), 'utf8');
  const drawn = Object.entries(pictures(results)).map(
    ([name, text]) => [`docs/pictures/${name}`, text] as const,
  );
  const written = filled(page, blocks(results));
  const made = await format(written, { parser: 'markdown', printWidth: 100 });
  return new Map([[PAGE, made], ...drawn]);
}

/** @throws where a block has no place, or a place no block */
export function filled(page: string, texts: Readonly<Record<string, string>>): string {
  const places = new Set<string>();
  const place = /(<!-- bench: ([a-z]+) -->\n)[\s\S]*?(<!-- end of \2 -->)/g;
  const made = page.replaceAll(place, (_all, from: string, name: string, to: string) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`nothing is measured for the block '${name}'`);
    places.add(name);
    return `${from}\n${text}\n\n${to}`;
  });
  const left = Object.keys(texts).filter((name) => !places.has(name));
  if (left.length > 0) throw new Error(`${PAGE} has no place for ${left.join(', ')}`);
  return made;
}

if (import.meta.main) {
  const isWriting = process.argv.includes('--write');
  let isStale = false;
  for (const [file, text] of await madeFiles()) {
    const target = path.join(ROOT, file);
    if ((await readFile(target, 'utf8').catch(() => '')) === text) continue;
    isStale = true;
    if (!isWriting) process.stdout.write(`${file} is not what bench/results.json says\n`);
    await mkdir(path.dirname(target), { recursive: true });
    if (isWriting) await writeFile(target, text);
  }
  process.exitCode = isStale && !isWriting ? 1 : 0;
}
