// The examples of a page as files: each block names its own in its first line.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface DocumentedFile {
  readonly file: string;
  readonly body: string;
}

export async function documentText(page = 'docs/scenarios.md'): Promise<string> {
  return await readFile(path.join(ROOT, page), 'utf8');
}

export function documentedFiles(document: string): DocumentedFile[] {
  return [...document.matchAll(/^```(\w+)\n(?:#|--|\/\/) (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, , file = '', body = '']) => ({ file, body: `\n${body}` }),
  );
}
