// What the probes' own process is told, and what it answers; both cross as copies.
import type { CloneProbesRequest, OnClone } from './on-clone.io.ts';

export type BesideRequest = Omit<CloneProbesRequest, 'signal' | 'begins'>;

export type FromBeside =
  /** Ids of its runs, before anything of them is made. */
  | { readonly kind: 'begins'; readonly runIds: readonly string[] }
  | { readonly kind: 'answered'; readonly found: OnClone }
  | { readonly kind: 'failed'; readonly why: string };

/** What it is told first; and then there is one order. */
export type ToBeside = { readonly kind: 'begin'; readonly request: BesideRequest } | typeof END;
export const END = 'end';
