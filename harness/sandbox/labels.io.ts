// What everything that a run makes on an engine is labelled with: the run, and where its life shows.
import { readFileSync, readlinkSync } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Life } from '../output/index.ts';
import { OWNER_LABEL, RUN_LABEL } from './contract.ts';
import { lifeIn } from './life.io.ts';
import { workFolderOf } from './work-folder.io.ts';

export function labelsOf(runId: string): Readonly<Record<string, string>> {
  return { [RUN_LABEL]: runId, [OWNER_LABEL]: ownerOf(runId) };
}

/** `<boot> <mount namespace> <work folder>`: the first two say who can look into the third. */
export function ownerOf(runId: string): string {
  return `${here()} ${workFolderOf(runId)}`;
}

/** Of the run that such a word names; `unknown` from another machine, or another world of files. */
export async function lifeOfOwner(owner: string): Promise<Life> {
  const place = `${here()} `;
  if (place.startsWith('-') || !owner.startsWith(place)) return 'unknown';
  const folder = owner.slice(place.length);
  const life = await lifeIn(folder).catch(() => 'unknown' as const);
  if (life !== null) return life;
  // No folder any more, or one without a mark. What may not be looked at may well be alive.
  try {
    await access(folder);
    return 'unknown';
  } catch (error) {
    const isGone = typeof error === 'object' && error !== null && 'code' in error;
    return isGone && error.code === 'ENOENT' ? 'ended' : 'unknown';
  }
}

const here = once(() => {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/mnt')}`;
  } catch {
    return '- -';
  }
});

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
