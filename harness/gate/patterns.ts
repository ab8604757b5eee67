// What a pattern means: `**` any folders, `*` anything within a name, all else itself, dots too.
import { pathProblem } from './paths.ts';

/** Why a pattern is refused; null where it may be used. */
export function patternProblem(pattern: string): string | null {
  const isMixed = pattern.split('/').some((part) => part !== '**' && part.includes('**'));
  return pathProblem(pattern) ?? (isMixed ? 'it holds "**" within a name' : null);
}

export function matches(pattern: string, path: string): boolean {
  const parts = partsOf(pattern);
  return placesAfter(parts, path.split('/')).has(parts.length);
}

/** Whether something below a folder can match. */
export function reaches(pattern: string, folder: string): boolean {
  const parts = partsOf(pattern);
  const places = placesAfter(parts, folder === '' ? [] : folder.split('/'));
  return [...places].some((place) => place < parts.length);
}

/** The folder in which everything that a pattern means lies; a plain path is itself. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const star = parts.findIndex((part) => part.includes('*'));
  return (star === -1 ? parts : parts.slice(0, star)).join('/');
}

/** Something must stand in the folders of a closing `**`: the folder itself is no file. */
function partsOf(pattern: string): string[] {
  const parts = pattern.split('/');
  return parts.at(-1) === '**' ? [...parts, '*'] : parts;
}

/** Where in a pattern one may be after a path: its length is bounded by both, whatever they hold. */
function placesAfter(pattern: readonly string[], path: readonly string[]): Set<number> {
  let places = withoutFolders(pattern, [0]);
  for (const name of path) {
    const next = [...places].flatMap((place) => {
      const part = pattern[place];
      if (part === '**') return [place];
      return part !== undefined && nameMatches(part, name) ? [place + 1] : [];
    });
    places = withoutFolders(pattern, next);
  }
  return places;
}

/** `**` may stand for no folder at all. */
function withoutFolders(pattern: readonly string[], places: readonly number[]): Set<number> {
  const all = new Set(places);
  for (const place of all) if (pattern[place] === '**') all.add(place + 1);
  return all;
}

function nameMatches(part: string, name: string): boolean {
  const [head = '', ...pieces] = part.split('*');
  const tail = pieces.pop();
  if (tail === undefined) return part === name;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
