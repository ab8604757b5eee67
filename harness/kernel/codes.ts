// The registry of codes: stable, never reused. A finding names one; the docs' table is made from it.
import type { CodeEntry } from './code-entry.ts';
import { INPUT_CODES } from './codes-input.ts';
import { PACKET_CODES } from './codes-packet.ts';
import { PARTS_CODES } from './codes-parts.ts';
import { REHEARSAL_CODES } from './codes-rehearsal.ts';
import { STORY_CODES } from './codes-story.ts';

export const CODES = {
  ...INPUT_CODES,
  ...REHEARSAL_CODES,
  ...PACKET_CODES,
  ...PARTS_CODES,
  ...STORY_CODES,
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof CODES;
export const CODE_NAMES = Object.keys(CODES) as Code[]; // keys of the literal above, nothing else
