// The pictures of the documents: each that is named is there, made by the command, and small.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PICTURES } from '../../browser/picture-list.ts';
import { pictures } from '../../../bench/page/pictures.ts';
import { projectFiles, ROOT } from '../../house/files.ts';

const FOLDER = path.join(ROOT, 'docs/pictures');
const MOST_BYTES = 200_000;

/** Those that bench/page draws from what was measured. */
const curves = Object.keys(pictures({ measured: [] }));

describe('the pictures of the documents', () => {
  const names = PICTURES.map(({ name }) => name).sort();

  test('are those that the command makes, and no others', () => {
    expect(readdirSync(FOLDER).sort()).toEqual([...names, ...curves].sort());
  });

  test('are pictures, and small', () => {
    for (const name of names) {
      const file = path.join(FOLDER, name);
      expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
      expect([name, statSync(file).size < MOST_BYTES]).toEqual([name, true]);
    }
  });

  test('are there where a document names one, and each is named with words for who cannot see', () => {
    const named = projectFiles('.')
      .filter(({ file }) => file.endsWith('.md'))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, words = '', link = '']) => ({
          file,
          words,
          place: path.relative(ROOT, path.resolve(ROOT, path.dirname(file), link)),
        })),
      );
    for (const { file, words, place } of named) {
      expect([file, place, [...names, ...curves].includes(path.basename(place))]).toEqual([
        file,
        place,
        true,
      ]);
      expect(path.dirname(place)).toBe('docs/pictures');
      expect([file, place, words.length > 10]).toEqual([file, place, true]);
    }
    expect(new Set(named.map(({ place }) => path.basename(place)))).toEqual(
      new Set([...names, ...curves]),
    );
  });
});
