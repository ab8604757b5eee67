// The kinds of drift that files go through on their way, each with how it is taken back.
import type { DriftCode } from './contract.ts';

export interface Step {
  readonly code: DriftCode;
  /** Ends the sentence `equal again `. */
  readonly how: string;
  /** The text before the drift; null where it cannot have happened. */
  readonly undo: (text: string) => string | null;
}

const same = (text: string): string => text;

/** How bytes become text, the sealed way first; `step` is null where nothing is taken back. */
export const ENCODINGS: readonly {
  readonly step: Step | null;
  readonly decode: (bytes: Uint8Array) => string | null;
}[] = [
  { step: null, decode: (bytes) => decoded(bytes, 'utf-8') },
  ...['utf-16le', 'utf-16be'].map((encoding) => ({
    step: { code: 'SEAL_ENCODING' as const, how: 'as UTF-8 instead of UTF-16', undo: same },
    decode: (bytes: Uint8Array): string | null =>
      startsWith(bytes, encoding === 'utf-16le' ? [0xff, 0xfe] : [0xfe, 0xff])
        ? decoded(bytes.subarray(2), encoding)
        : null,
  })),
  {
    step: { code: 'SEAL_ENCODING', how: 'as UTF-8 instead of Windows-1252', undo: same },
    // Any bytes are Windows-1252: only what is no UTF-8 can have been saved as it.
    decode: (bytes) =>
      decoded(bytes, 'utf-8') === null && !bytes.includes(0)
        ? decoded(bytes, 'windows-1252')
        : null,
  },
];

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

const BOM = '\ufeff';
const DASHES = { 'an em dash': '\u2014', 'an en dash': '\u2013' };

/** Of each kind one step at the most; kinds in the order in which they are taken back. */
export const KINDS_OF_DRIFT: readonly (readonly Step[])[] = [
  [
    step('SEAL_BOM', 'without its byte order mark', (text) =>
      text.startsWith(BOM) ? text.slice(1) : null,
    ),
    step('SEAL_BOM', 'with a byte order mark', (text) =>
      text.startsWith(BOM) ? null : BOM + text,
    ),
  ],
  [
    step('SEAL_LINE_ENDINGS', 'with CR LF turned into LF', (text) => text.replaceAll('\r\n', '\n')),
    step('SEAL_LINE_ENDINGS', 'with CR turned into LF', (text) => text.replaceAll(/\r\n?/g, '\n')),
    step('SEAL_LINE_ENDINGS', 'with LF turned into CR LF', (text) =>
      text.replaceAll(/\r?\n/g, '\r\n'),
    ),
  ],
  [
    step('SEAL_JSON_REENCODED', 'with its \\u escapes turned into characters', unescaped),
    step('SEAL_JSON_REENCODED', 'with its characters turned into \\u escapes', (text) =>
      escaped(text, (hex) => hex),
    ),
    step('SEAL_JSON_REENCODED', 'with its characters turned into \\u escapes', (text) =>
      escaped(text, (hex) => hex.toUpperCase()),
    ),
    ...['', '  ', '    ', '\t'].map((indent) =>
      step('SEAL_JSON_REENCODED', 'with the same JSON laid out anew', (text) =>
        laidOut(text, (value) => JSON.stringify(value, null, indent)),
      ),
    ),
  ],
  [
    step('SEAL_UNICODE_DRIFT', 'in Unicode form NFC', (text) => text.normalize('NFC')),
    step('SEAL_UNICODE_DRIFT', 'in Unicode form NFD', (text) => text.normalize('NFD')),
    step('SEAL_UNICODE_DRIFT', 'with plain dashes, quotes and blanks', plain),
    // Dashes taken out by an editor or a form: no guess finds every one of them, these find most.
    ...Object.entries(DASHES).flatMap(([name, dash]) => [
      step('SEAL_UNICODE_DRIFT', `with " - " turned into ${name}`, (text) =>
        text.replaceAll(' - ', ` ${dash} `),
      ),
      step('SEAL_UNICODE_DRIFT', `with "--" turned into ${name}`, (text) =>
        text.replaceAll('--', dash),
      ),
      step('SEAL_UNICODE_DRIFT', `with "-" turned into ${name}`, (text) =>
        text.replaceAll('-', dash),
      ),
    ]),
    step('SEAL_UNICODE_DRIFT', 'with Latin-1 read as UTF-8', (text) =>
      Buffer.from(text, 'latin1').toString('utf8'),
    ),
  ],
  [
    step('SEAL_LENGTH_DIFFERS', 'without the line feed at its end', (text) =>
      text.endsWith('\n') ? text.slice(0, -1) : null,
    ),
    step('SEAL_LENGTH_DIFFERS', 'with a line feed at its end', (text) => `${text}\n`),
  ],
];

function step(code: DriftCode, how: string, undo: Step['undo']): Step {
  return { code, how, undo };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (escape, hex: string) => {
    const unit = Number.parseInt(hex, 16);
    return unit < 0x80 ? escape : String.fromCharCode(unit);
  });
}

function escaped(text: string, spell: (hex: string) => string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => {
    return `\\u${spell(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`;
  });
}

/** The same value in another layout, with the line feed at its end kept or left out as it was. */
function laidOut(text: string, write: (value: unknown) => string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return write(JSON.parse(text)) + (/\n$/.exec(text)?.[0] ?? '');
  } catch {
    return null;
  }
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2026': '...',
};

/** Dashes, quotes and spaces as a keyboard has them; invisible characters gone. */
function plain(text: string): string {
  return text
    .replaceAll(/[\u200b-\u200d\u2060\u00ad]/g, '')
    .replaceAll(/[^\p{ASCII}]/gu, (sign) => LOOK_ALIKES[sign] ?? sign);
}
