// Which code a forbidden wish gets. The words decide nothing: what is not allowed is refused anyway.
import type { Code } from '../kernel/index.ts';

const WISHES: readonly (readonly [Code, RegExp])[] = [
  ['REQUEST_REAL_RUN', /-(real-?run|live-run|execut(e|ion))-/],
  ['REQUEST_APPLIES', /-(qt-?\d+|apply|applied)-/],
  [
    'REQUEST_CUTOVER',
    /-(permit|activat(e|ion)|repoint|cut-?over|switch-?over|fail-?over|promote)-/,
  ],
  ['REQUEST_DEPLOYS', /-(ci|cd|deploy(ment|ed)?|pipeline|release|publish)-/],
  ['REQUEST_CHANGES_SECRETS', /-(secrets?|credentials?|passwords?|vault|rotat(e|ion))-/],
];

const PRODUCTION = /-(prod|production|live|primary)-(?!shaped-)/;

/** Codes of the forbidden wishes that a text names, in a fixed order. */
export function wishesIn(text: string): Code[] {
  const plain = plainWords(text);
  return WISHES.filter(([, words]) => words.test(plain)).map(([code]) => code);
}

/** 'production-shaped' is what a clone may be; any other production is not a clone. */
export function namesProduction(text: string): boolean {
  return PRODUCTION.test(plainWords(text));
}

/** `REAL_RUN`, `realRun` and `Real Run` all become `-real-run-`. */
function plainWords(text: string): string {
  const spaced = text.normalize('NFKC').replace(/([a-z0-9])([A-Z])/g, '$1-$2');
  return `-${spaced.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}-`.replace(/-+/g, '-');
}
