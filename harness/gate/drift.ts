// Takes one kind of drift back, as a guess at what happened to a file; it never makes a file good.
import { sha256 } from '../kernel/index.ts';
import type { DriftCode, FileFact, Undone } from './contract.ts';

/** The fact of a file's raw bytes. */
export function fileFact(bytes: Uint8Array): FileFact {
  return {
    kind: 'file',
    sha256: sha256(bytes),
    byteLength: bytes.byteLength,
    undone: undoneForms(bytes),
  };
}

const BOM = '\ufeff';

/** Each takes one drift back, in one direction or the other; all work on decoded text. */
const UNDO: readonly (readonly [DriftCode, (text: string) => string])[] = [
  ['SEAL_LINE_ENDINGS', (text) => text.replaceAll('\r\n', '\n')],
  ['SEAL_LINE_ENDINGS', (text) => text.replaceAll('\r', '\n')],
  ['SEAL_LINE_ENDINGS', (text) => text.replaceAll(/\r?\n/g, '\r\n')],
  ['SEAL_BOM', (text) => (text.startsWith(BOM) ? text.slice(1) : BOM + text)],
  ['SEAL_JSON_REENCODED', unescaped],
  ['SEAL_JSON_REENCODED', (text) => escaped(text, (hex) => hex)],
  ['SEAL_JSON_REENCODED', (text) => escaped(text, (hex) => hex.toUpperCase())],
  ['SEAL_UNICODE_DRIFT', (text) => text.normalize('NFC')],
  ['SEAL_UNICODE_DRIFT', (text) => text.normalize('NFD')],
  ['SEAL_UNICODE_DRIFT', plain],
  // Dashes taken out by an editor or a form: no guess finds every one of them, these find most.
  ...['\u2014', '\u2013'].flatMap((dash): [DriftCode, (text: string) => string][] => [
    ['SEAL_UNICODE_DRIFT', (text) => text.replaceAll(' - ', ` ${dash} `)],
    ['SEAL_UNICODE_DRIFT', (text) => text.replaceAll('--', dash)],
    ['SEAL_UNICODE_DRIFT', (text) => text.replaceAll('-', dash)],
  ]),
  ['SEAL_UNICODE_DRIFT', (text) => Buffer.from(text, 'latin1').toString('utf8')],
];

function undoneForms(bytes: Uint8Array): Undone[] {
  const text = textOf(bytes);
  if (text === null) return [];
  return UNDO.flatMap(([code, undo]) => {
    const form = undo(text);
    return form === text ? [] : [{ code, sha256: sha256(form) }];
  });
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
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
