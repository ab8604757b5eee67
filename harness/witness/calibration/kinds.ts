// Every kind of test change that the instrument is tried with, in order.
import { RELATION_KINDS } from './catalog.ts';
import type { Kind } from './kind.ts';
import { OBJECT_KINDS } from './objects.ts';
import { OWN_KINDS } from './own.ts';
import { rowKinds } from './rows.ts';

/** Judged last, over all that was made for the others. */
export const LAST_KIND = 'a schema of the harness, made and dropped';

export function kindsTried(isUnicode: boolean): readonly Kind[] {
  return [...rowKinds(isUnicode), ...OWN_KINDS, ...RELATION_KINDS, ...OBJECT_KINDS];
}

/** Their names, as trials bear them: a list of trials that lacks one is not whole. */
export function calibrationKinds(isUnicode: boolean): readonly string[] {
  return [...kindsTried(isUnicode).map(({ kind }) => kind), LAST_KIND];
}
