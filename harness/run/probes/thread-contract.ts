// What the probes' own thread is told, and what it answers; both cross as copies.
import type { CloneProbesRequest, OnClone } from './on-clone.io.ts';

export type ThreadRequest = Omit<CloneProbesRequest, 'signal'>;

export type FromThread =
  | { readonly kind: 'answered'; readonly found: OnClone }
  | { readonly kind: 'failed'; readonly why: string };

/** The one order there is. */
export const END = 'end';
