// Every link and picture of the documents leads somewhere, and docs/README.md lists every page once.
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsOf, documents, linksOf } from '../../house/documents.ts';
import { projectFiles } from '../../house/files.ts';

const PAGES = documents();
const TEXTS = new Map(PAGES.map(({ file, text }) => [file, text]));
const EXISTING = new Set(projectFiles().map(({ file }) => file));

/** What is wrong with a link; empty where it leads somewhere. */
function deadEnd(from: string, target: string): string {
  if (/^(?:https?|mailto):/.test(target)) return '';
  const [place = '', anchor = ''] = decodeURIComponent(target).split('#');
  const file = place === '' ? from : path.posix.join(path.posix.dirname(from), place);
  const isFolder = [...EXISTING].some((each) => each.startsWith(`${file.replace(/\/$/, '')}/`));
  if (!EXISTING.has(file) && !isFolder) return `${from}: ${target}: there is no ${file}`;
  if (anchor === '') return '';
  const text = TEXTS.get(file);
  if (text === undefined || !anchorsOf(text).has(anchor)) return `${from}: ${target}: no heading`;
  return '';
}

describe('the documents', () => {
  test('have no dead link, anchor or picture', () => {
    const links = PAGES.flatMap(({ file, text }) => linksOf(text).map((target) => [file, target]));
    expect(links.length).toBeGreaterThan(60);
    const dead = links.map(([file = '', target = '']) => deadEnd(file, target));
    expect(dead.filter((each) => each !== '')).toEqual([]);
  });

  test.each([
    [
      'a page that is not there',
      'docs/none.md',
      'README.md: docs/none.md: there is no docs/none.md',
    ],
    [
      'a heading that is not there',
      'docs/lane.md#none',
      'README.md: docs/lane.md#none: no heading',
    ],
    ['a heading of this page', '#none', 'README.md: #none: no heading'],
    ['a picture that is not there', 'docs/a.png', 'README.md: docs/a.png: there is no docs/a.png'],
  ])('would be told of %s', (_what, target, told) => {
    expect(deadEnd('README.md', target)).toBe(told);
  });

  test('are read for links, pictures and headings, and not within code', () => {
    const page = '# A `b`, c!\n\n# A b c\n\n![x](p.png) [y](q.md "t") `[z](r.md)`\n\n[n]: s.md\n';
    const code = '```md\n# Not\n[no](t.md)\n```\n<img alt="" src="u.svg">\n';
    expect(linksOf(`${page}${code}`)).toEqual(['p.png', 'q.md', 's.md', 'u.svg']);
    expect([...anchorsOf(`${page}${code}`)]).toEqual(['a-b-c', 'a-b-c-1']);
  });

  test('are listed in docs/README.md, each page once', () => {
    const index = 'docs/README.md';
    const listed = linksOf(TEXTS.get(index) ?? '')
      .filter((target) => !/^https?:/.test(target))
      .map((target) => path.posix.join('docs', target));
    const pages = PAGES.map(({ file }) => file).filter((file) => file !== index);
    expect(listed.filter((file) => file.endsWith('.md')).sort()).toEqual([...pages].sort());
  });
});
