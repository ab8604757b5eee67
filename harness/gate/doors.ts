// Names in a tree's root by which a file takes over what its documented commands run.
import { collisionKey } from './paths.ts';

/** Read before, or instead of, the sealed files, or with options for what they run. */
const INSTEAD = [
  // make takes the first that it finds; elsewhere than on Linux it may be another make.
  'GNUmakefile',
  'BSDmakefile',
  'makefile',
  // npm: options for Node and another shell; another lock file.
  '.npmrc',
  'npm-shrinkwrap.json',
  // Node reads it where an environment asks for it.
  'node.config.json',
].map(collisionKey);

/**
 * What make builds anew by rules of its own before it does anything else, where a newer `Makefile.sh`
 * or `Makefile.c` lies beside it, or one under RCS or SCCS.
 */
const REMADE = ['Makefile', 'package.json', 'package-lock.json'].map(collisionKey);
const REVISIONS = ['RCS', 'SCCS'].map(collisionKey);

/** Asked by a key under which some machines find the same file: `gnumakefile` is one as well. */
export function takesOver(name: string): boolean {
  const key = collisionKey(name);
  return (
    // The one name that is meant is asked for by its own pattern.
    (name !== 'Makefile' && INSTEAD.includes(key)) ||
    REVISIONS.includes(key) ||
    REMADE.some(
      (each) => key.startsWith(`${each}.`) || key.startsWith(`${each},`) || key === `s.${each}`,
    )
  );
}
