// One forbidden word in every disguise, and what is left of it. No word stands here in full.
import { SEAL } from '../evidence/packets.ts';

const [real = '', run = '', last = ''] = SEAL.split('_');
const LOW = '_';
const DOT = '\u00b7';
const wide = (text: string): string =>
  Array.from(text, (each) => String.fromCodePoint(each.charCodeAt(0) + 0xfee0)).join('');
const bold = (text: string): string =>
  Array.from(text, (each) => String.fromCodePoint(each.charCodeAt(0) - 0x41 + 0x1d400)).join('');

export const DISGUISES: readonly { how: string; text: string; broken: string }[] = [
  ['in lower case', SEAL.toLowerCase(), `real_run${DOT}pass`],
  ['behind backslashes', `${real}\\_${run}\\_${last}`, `${real}\\_${run}${DOT}${last}`],
  ['with an escape of JSON', `${real}_${run}\\u005f${last}`, `${real}_${run}${DOT}${last}`],
  ['with an escape inside an escape', `A\\\\u005f${last}`, `A${DOT}${last}`],
  ['with letters as escapes', `A${LOW}\\u0050\\x41SS`, `A${DOT}\\u0050\\x41SS`],
  ['with an octal escape', `A\\137${last}`, `A${DOT}${last}`],
  ['with an entity', `${real}_${run}&#95;${last}`, `${real}_${run}${DOT}${last}`],
  ['with a hexadecimal entity', `A&#x5F;${last}`, `A${DOT}${last}`],
  ['with a named entity', `A&lowbar;${last}`, `A${DOT}${last}`],
  ['with an entity inside an entity', `A&amp;#95;${last}`, `A${DOT}${last}`],
  ['in an address', `?t=${real}%5F${run}%5F${last}`, `?t=${real}%5F${run}${DOT}${last}`],
  ['in an address in an address', `A%255f${last}`, `A${DOT}${last}`],
  ['in an address, as UTF-8', `A%EF%BC%BF${last}`, `A${DOT}${last}`],
  ['in full-width letters', `${wide(real)}\uff3f${wide(last)}`, `${wide(real)}${DOT}${wide(last)}`],
  ['in letters of mathematics', `A_${bold(last)}`, `A${DOT}${bold(last)}`],
  ['in Cyrillic letters', `A${LOW}\u0420\u0410\u0405\u0405`, `A${DOT}\u0420\u0410\u0405\u0405`],
  [
    'in Greek and Cherokee ones',
    `A${LOW}\u03a1\u0391\u13da\u13da`,
    `A${DOT}\u03a1\u0391\u13da\u13da`,
  ],
  ['in small capitals', `a${LOW}\u1d18\u1d00\ua731\ua731`, `a${DOT}\u1d18\u1d00\ua731\ua731`],
  [
    'in white letters',
    `A${LOW}\u{1f17f}\u{1f170}\u{1f182}\u{1f182}`,
    `A${DOT}\u{1f17f}\u{1f170}\u{1f182}\u{1f182}`,
  ],
  ['with marks on its letters', `A${LOW}P\u00c1S\u0301S`, `A${DOT}P\u00c1S\u0301S`],
  ['with digits for letters', `A${LOW}PA55 x`, `A${DOT}PA55 x`],
  ['with signs for letters', `A${LOW}P4$$ x`, `A${DOT}P4$$ x`],
  ['led by letters of another script', `\u0434\u0430_${last}`, `\u0434\u0430${DOT}${last}`],
  ['led by ideographs', `\u8a66\u9a13_${last}`, `\u8a66\u9a13${DOT}${last}`],
  ['with characters of no width', `A${LOW}P\u200bA\u2060S\ufeffS`, `A${DOT}P\u200bA\u2060S\ufeffS`],
  ['with soft hyphens', `A\u00ad_\u00ad${last}`, `A\u00ad${DOT}\u00ad${last}`],
  ['with variation selectors', `A${LOW}P\ufe0fASS`, `A${DOT}P\ufe0fASS`],
  ['with colours', `A\u001b[1m_\u001b[0m${last}`, `A\u001b[1m${DOT}\u001b[0m${last}`],
  ['with a zero byte', `A_\u0000${last}`, `A${DOT}\u0000${last}`],
  ['with mark-up', `A<b>_${last}</b>`, `A<b>${DOT}${last}</b>`],
  ['with a comment', `A_<!-- -->${last}`, `A${DOT}<!-- -->${last}`],
  ['with emphasis', `${real}_${run}_**${last}**`, `${real}_${run}${DOT}**${last}**`],
  ['over two lines', `A_\n${last}`, `A${DOT}\n${last}`],
  ['over two lines, amid its end', `A${LOW}PA\n  SS`, `A${DOT}PA\n  SS`],
  ['in two layers, a line end behind it', `A&amp;#95;${last}\nreal`, `A${DOT}${last}\nreal`],
  ['over two lines of a terminal', `A_\r\n${last}`, `A${DOT}\r\n${last}`],
].map(([how = '', text = '', broken = '']) => ({ how, text, broken }));
