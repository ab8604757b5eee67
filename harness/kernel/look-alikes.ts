// Characters that a reader takes for a letter of a forbidden word, beyond what Unicode itself folds.

/** For each letter that such a word ends in, and for the low line: what looks like it. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  A: '\u0410\u0430\u0391\u03b1\u13aa\uab7a\u1d00\u15c5\ua4ee\u0251\u2c80\u039b\u0245\u237a',
  D: '\u13a0\uab70\u1d05\ua4d3\u15de\u15ea\u0500\u0501\u0110\u0111\u018a\u0257\u0256\u00d0\u00f0',
  E: '\u0415\u0435\u0395\u03b5\u13ac\uab7c\u1d07\ua4f0\u22ff\u0404\u0454\u0190\u025b\u04bd\u212e\u2d39',
  G: '\u050c\u050d\u13c0\uab90\u0262\ua4d6\u0581\u0261\u13f3\u01e4\u01e5\u0193\u0260',
  H: '\u041d\u043d\u0397\u13bb\uab8b\u029c\u157c\ua4e7\u2c8e\u0570\u04ba\u04bb\u13c2\u0266\u0126\u0127',
  I: '\u0406\u0456\u0399\u03b9\u04c0\u04cf\u13a5\uab75\u026a\ua4f2\u0131\u0269\u2c92\u05d5\u05df\u01c0\u2223\u2502',
  N: '\u039d\u03b7\u0274\ua4e0\u2c9a\u0578\u057c\u043f\u014b\u0272\u019e\u019d\u144e',
  O: '\u041e\u043e\u039f\u03bf\u0555\u0585\u2c9e\u2c9f\ua4f3\u1d0f\u00d8\u00f8\u3007\u25cb\u25ef\u0c66\u0ce6\u0e50\u07c0',
  P: '\u0420\u0440\u03a1\u03c1\u13e2\uabb2\u1d18\u146d\ua4d1\u2ca2\u2ca3\u2374',
  R: '\u13a1\u13d2\uab71\uaba2\u0280\ua4e3\u1587\u0433\u1d26\u2c85\u024c\u024d\uab47\uab48',
  S: '\u0405\u0455\u054f\u13da\u13d5\uabaa\uaba5\ua731\ua4e2\u01bd\u0282\u023f\u00a7',
  T: '\u0422\u0442\u03a4\u03c4\u13a2\uab72\u1d1b\ua4d4\u22a4\u27d9\u2ca6\u2ca7\u0166\u0167\u0288\u01ab\u2020',
  U: '\u054d\u144c\ua4f4\u03c5\u057d\u028b\u1d1c\u222a\u22c3\u01b1',
  Z: '\u0396\u13c3\uab93\u1d22\ua4dc\u01b5\u01b6\u0224\u0225\u0290\u0291',
  SS: '\u00df\u1e9e',
  _: '\u203f\u2040\u2054\u02cd\u2017\u2581\u07fa',
};

const FOLDED: ReadonlyMap<string, string> = new Map([
  ...Object.entries(LOOK_ALIKES).flatMap(([letter, alikes]) =>
    Array.from(alikes, (each) => [each, letter] as const),
  ),
  // White letters on black grounds and the letters that flags are made of: 26 each, in order.
  ...[0x1f150, 0x1f170, 0x1f1e6].flatMap((first) =>
    Array.from({ length: 26 }, (_, at) => {
      return [String.fromCodePoint(first + at), String.fromCharCode(0x41 + at)] as const;
    }),
  ),
]);

const ANY = new RegExp(`[${[...FOLDED.keys()].join('')}]`, 'gu');

/** As a reader may take it: full-width, mathematical and look-alike letters plain, marks gone. */
export function withoutLookAlikes(text: string): string {
  const plain = text.replace(ANY, (each) => FOLDED.get(each) ?? each);
  const bare = plain.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare.replace(ANY, (each) => FOLDED.get(each) ?? each);
}
