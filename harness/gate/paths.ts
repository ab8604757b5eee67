// Which paths may be sealed, and which of them are one file to some machine.
import { forbiddenTokensIn } from '../kernel/index.ts';

/** Why a path is refused, in a few words; null where it may be sealed. */
export function pathProblem(path: string): string | null {
  if (path === '' || path.length > 1000) return 'it is empty or too long';
  if (!path.isWellFormed() || path !== path.normalize('NFC'))
    return 'it is not in plain Unicode form';
  // A backslash or a control character would be escaped by sha256sum, and read otherwise elsewhere.
  if (/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(path))
    return 'it holds a backslash or an invisible character';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute';
  // sha256sum takes the name "-" for its standard input.
  if (path === '-') return 'it is the name of standard input';
  const parts = path.split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) {
    return 'it holds "..", "." or an empty part';
  }
  if (parts.some((part) => part !== part.trim())) return 'a part begins or ends with a blank';
  // Windows drops the dot: the name would lead to another file there.
  if (parts.some((part) => part.endsWith('.'))) return 'a part ends with a dot';
  return forbiddenTokensIn(path).length > 0 ? 'it holds a word that reads as authority' : null;
}

/** Equal for paths that some file system takes for one. */
export function collisionKey(path: string): string {
  return path.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}

/** Keys of all folders that a path lies in. */
export function folderKeys(path: string): string[] {
  const parts = collisionKey(path).split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Sorted by the bytes of the paths, as every tool sorts under LC_ALL=C. */
export function inByteOrder(paths: Iterable<string>): string[] {
  return [...paths].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}
