// A judgement at a glance: by a sign and a word, never by its colour alone.
import { data, markup, type Markup } from './markup.ts';

export type Tone = 'good' | 'bad' | 'open' | 'none';

/** Signs are drawn once in the page, and used by name. */
export function icon(tone: Tone): Markup {
  return markup`<svg class="icon ${tone}" viewBox="0 0 16 16" aria-hidden="true">
    <use href="#sign-${tone}" />
  </svg>`;
}

export const SIGNS: Markup = markup`<svg class="signs" width="0" height="0" aria-hidden="true">
  <symbol id="sign-good" viewBox="0 0 16 16">
    <path
      d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm3.7 6.2-4.4 4.6a.9.9 0 0 1-1.3 0L4 8.7l1.2-1.2 1.4 1.4 3.8-4Z"
    />
  </symbol>
  <symbol id="sign-bad" viewBox="0 0 16 16">
    <path
      d="M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7Zm.9 4.4L4.4 5.6 6.8 8l-2.4 2.4 1.2 1.2L8 9.2l2.4 2.4 1.2-1.2L9.2 8l2.4-2.4-1.2-1.2L8 6.8Z"
    />
  </symbol>
  <symbol id="sign-open" viewBox="0 0 16 16">
    <path d="M8 .5 16 15H0Zm-.9 5.3.2 4.4h1.4l.2-4.4Zm0 5.4v1.7h1.8v-1.7Z" />
  </symbol>
  <symbol id="sign-none" viewBox="0 0 16 16">
    <path d="M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0ZM4.2 7.2h7.6v1.6H4.2Z" />
  </symbol>
</svg>`;

const KNOWN: Readonly<Record<string, readonly [Tone, string]>> = {
  HELD: ['good', 'held'],
  NOT_HELD: ['bad', 'not held'],
  NOT_DECIDED: ['open', 'not decided'],
  'N/A_NO_CLONE': ['none', 'no clone'],
  NOT_IN_PART: ['none', 'in another part'],
  BLOCKER_INPUT_MISSING: ['open', 'input missing'],
  NOT_REQUIRED: ['none', 'not required'],
  FAILED_CLOSED: ['good', 'failed closed'],
  FAILED_OPEN: ['bad', 'failed open'],
  UNTOUCHED: ['good', 'untouched'],
  NOT_REQUESTED: ['good', 'not requested'],
};

/** What nobody knows is never good: it is shown as it stands, as open. */
export function toneOf(judgement: string): Tone {
  return entryOf(judgement)?.[0] ?? 'open';
}

export function badge(judgement: string): Markup {
  const entry = entryOf(judgement);
  const tone = entry?.[0] ?? 'open';
  const word = entry === undefined ? data(judgement) : markup`${entry[1]}`;
  return markup`<span class="badge ${tone}">${icon(tone)}${word}</span>`;
}

function entryOf(judgement: string): readonly [Tone, string] | undefined {
  return Object.hasOwn(KNOWN, judgement) ? KNOWN[judgement] : undefined;
}
