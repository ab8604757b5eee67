// The ways in which a word can stand in a text without standing there letter by letter: escapes,
// look-alikes, invisible characters, mark-up, line ends. Each reading undoes one layer of them.
import { withoutLookAlikes } from './look-alikes.ts';

/** A reading of a text; `from` and `to` say which part of the text each of its units stands for. */
export interface Reading {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Escapes inside escapes inside escapes; nobody nests deeper and is still read. */
const LAYERS = 3;

/** Every further reading of a text, outermost first; none where it reads as it stands. */
export function furtherReadings(text: string): string[] {
  const found: string[] = [];
  let current = text;
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const before = current;
    for (const step of STEPS) {
      const next = step.whole(current);
      // Each is a reading of its own: what one step lays bare, the next may hide again.
      if (next !== current) found.push(next);
      if (step !== JOINED) current = next;
    }
    if (current === before) break;
  }
  return found;
}

/** The same readings, each with where its parts come from; slower, for texts that hold something. */
export function* tracedReadings(text: string): Generator<Reading> {
  const places = Array.from({ length: text.length }, (_, at) => at);
  let current: Reading = { text, from: places, to: places.map((at) => at + 1) };
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const before = current.text;
    for (const step of STEPS) {
      const next = traced(current, step);
      if (next.text !== current.text) yield next;
      if (step !== JOINED) current = next;
    }
    if (current.text === before) break;
  }
}

interface Step {
  /** Texts without a match stay as they are. */
  readonly pattern: RegExp;
  readonly replace: (found: string) => string;
  readonly whole: (text: string) => string;
}

function step(pattern: RegExp, replace: (found: string) => string): Step {
  return { pattern, replace, whole: (text) => text.replace(pattern, replace) };
}

/** Lines as one. The next layer goes on without it: where lines are many, they are rarely one word. */
const JOINED = step(/(?<=\w)\n[ \t]*(?=\w)/g, nothing);

/** In this order: what an escape hides may be any of the rest. */
const STEPS: readonly Step[] = [
  // From the first of a run of backslashes alone: each of them anew would take forever.
  step(
    /(?<!\\)\\+(?:u[0-9a-f]{4}|u\{[0-9a-f]{1,6}\}|x[0-9a-f]{2}|[0-3][0-7]{2}|[_*<>&%#;])|(?:%[0-9a-f]{2})+|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{3,17});/gi,
    unescaped,
  ),
  // Colours of a terminal, then everything that shows nothing by itself.
  step(
    /\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd\p{Default_Ignorable_Code_Point}\p{Cf}]/gu,
    nothing,
  ),
  step(/<[/!a-z][^<>\n]{0,200}>/gi, nothing),
  step(/(?<=\w)[*`~]{1,3}(?=\w)/g, nothing),
  {
    pattern: /[^\x00-\x7f]/gu,
    replace: withoutLookAlikes,
    whole: (text) => (/[^\x00-\x7f]/.test(text) ? withoutLookAlikes(text) : text),
  },
  JOINED,
];

function nothing(): string {
  return '';
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lowbar: '_',
  underbar: '_',
  shy: '',
  zwj: '',
  zwnj: '',
  zerowidthspace: '',
  nobreak: '',
};

function unescaped(found: string): string {
  if (found.startsWith('%')) return fromPercent(found);
  if (found.startsWith('&')) {
    const name = found.slice(1, -1).toLowerCase();
    if (!name.startsWith('#')) return NAMED[name] ?? found;
    const isHex = name.startsWith('#x');
    return character(Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10), found);
  }
  const escape = found.replace(/^\\+/, '');
  if (/^[ux]./i.test(escape)) {
    return character(Number.parseInt(escape.replace(/[^0-9a-f]/gi, ''), 16), found);
  }
  return /^\d/.test(escape) ? character(Number.parseInt(escape, 8), found) : escape;
}

function character(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** UTF-8 where it is, else each byte for itself. */
function fromPercent(found: string): string {
  return Buffer.from(found.replaceAll('%', ''), 'hex').toString('utf8');
}

function traced(reading: Reading, { pattern, replace }: Step): Reading {
  const { text } = reading;
  if (text.search(pattern) === -1) return reading;
  const pieces: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const keep = (start: number, end: number): void => {
    pieces.push(text.slice(start, end));
    for (let at = start; at < end; at += 1) {
      from.push(reading.from[at] ?? 0);
      to.push(reading.to[at] ?? 0);
    }
  };
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    keep(done, match.index);
    const put = replace(match[0]);
    pieces.push(put);
    for (let at = 0; at < put.length; at += 1) {
      from.push(reading.from[match.index] ?? 0);
      to.push(reading.to[end - 1] ?? 0);
    }
    done = end;
  }
  keep(done, text.length);
  return { text: pieces.join(''), from, to };
}
