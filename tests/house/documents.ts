// The project's documents: which they are, and the blocks, commands and links that stand in them.
import { projectFiles, type ProjectFile } from './files.ts';

/** What a reader would paste into a shell. */
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'console', 'shell', 'zsh']);

export interface Fence {
  readonly language: string;
  readonly body: string;
}

/** Every page for people: those at the top, and all below docs/. README.md comes first. */
export function documents(): ProjectFile[] {
  const pages = projectFiles().filter(({ file }) => /^(?:[^/]+|docs\/.+)\.md$/.test(file));
  const isReadme = ({ file }: ProjectFile): boolean => file === 'README.md';
  return [...pages.filter(isReadme), ...pages.filter((page) => !isReadme(page))];
}

/** Fenced blocks, however deep in a list they stand. */
export function fences(text: string): Fence[] {
  return [...text.matchAll(/^( *)(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)^ *\2 *$/gm)].map(
    ([, indent = '', , language = '', body = '']) => ({
      language: language.trim(),
      body: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

export function shellBlocks(text: string): string[] {
  return fences(text)
    .filter(({ language }) => SHELLS.has(language.split(/[\s{]/)[0] ?? ''))
    .map(({ body }) => body);
}

/** Commands of a block, one a line; what a `\` continues is one. */
export function commandsOf(block: string): string[] {
  return block
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map((line) =>
      line
        .replace(/\s+#.*$/, '')
        .replace(/^\$ /, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Targets of links and pictures, outside of code. */
export function linksOf(text: string): string[] {
  const prose = withoutFences(text).replaceAll(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const named = [...prose.matchAll(/^\[[^\]]+\]:\s+<?(\S+?)>?$/gm)];
  const tags = [...prose.matchAll(/<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)="([^"]+)"/g)];
  return [...inline, ...named, ...tags].map(([, target = '']) => target);
}

/** Anchors of a page's headings, as GitHub makes them; a second one of a name is numbered. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6} +(.+?)(?: +#+)?$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
    const plain = words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = plain;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${plain}-${count}`;
    anchors.add(anchor);
  }
  for (const [, id = ''] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

function withoutFences(text: string): string {
  return text.replaceAll(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\2 *$/gm, '');
}
