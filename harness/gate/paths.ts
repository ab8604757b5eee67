// Which paths may be sealed, and which files a pattern means.

/** Why a path is refused, in a few words; null where it may be sealed. */
export function pathProblem(path: string): string | null {
  if (path === '' || path.length > 1000) return 'it is empty or too long';
  if (!path.isWellFormed() || path !== path.normalize('NFC'))
    return 'it is not in plain Unicode form';
  // A backslash or a control character would be escaped by sha256sum, and read otherwise elsewhere.
  if (/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(path))
    return 'it holds a backslash or an invisible character';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute';
  const parts = path.split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) {
    return 'it holds "..", "." or an empty part';
  }
  return parts.some((part) => part !== part.trim()) ? 'a part begins or ends with a blank' : null;
}

/** Equal for paths that some file system takes for one. */
export function collisionKey(path: string): string {
  return path.normalize('NFKC').toLowerCase();
}

/** Sorted by the bytes of the paths, as every tool sorts under LC_ALL=C. */
export function inByteOrder(paths: Iterable<string>): string[] {
  return [...paths].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

/** `**` any folders, `*` anything within a name; everything else, dots included, is itself. */
export function matches(pattern: string, path: string): boolean {
  const source = pattern
    .split(/(\*\*\/|\*\*|\*)/)
    .map((part) => WILD[part] ?? part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('');
  return new RegExp(`^${source}$`, 'u').test(path);
}

const WILD: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*' };

/** The folder in which everything that a pattern means lies; a plain path is itself. */
export function fixedPart(pattern: string): string {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern;
  return pattern.slice(0, pattern.lastIndexOf('/', star) + 1).replace(/\/$/, '');
}
