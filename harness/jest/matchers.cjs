// What may be expected of a clone. Whatever could not be checked fails, asked either way round.
'use strict';
const { differencesOf } = require('./differences.cjs');

const MOST_SHOWN = 20;

/** expect(await clone.fingerprint()).toBeExactly(before, { sequences: ['public.births_id_seq'] }) */
exports.toBeExactly = function toBeExactly(received, expected, options = {}) {
  for (const each of [received, expected])
    asked(each, 'clone-rehearsal fingerprint', 'fingerprint()', exports.toBeExactly);
  const { sequences = [] } = options;
  const differences = differencesOf(expected, received, sequences);
  if (differences.length > 0) {
    return {
      pass: false,
      message: () => ['the clone is not exactly as it was:', ...shown(differences)].join('\n'),
    };
  }
  if (expected.residue === null || received.residue === null) {
    return undecided(this, 'a fingerprint inside a transaction cannot tell what is left beside it');
  }
  return { pass: true, message: () => 'the clone is exactly as it was: nothing differs' };
};

/** expect(await clone.rehearse('scenarios/birth-insert')).toHold() */
exports.toHold = function toHold(received) {
  asked(received, 'clone-rehearsal rehearsal', 'rehearse()', exports.toHold);
  const { judgement, scenarios, findings } = received;
  const words = () => [
    `the rehearsal came to ${judgement}: ${scenarios.map(({ id }) => id).join(', ')}`,
    ...shown(
      findings.map(({ code, where, what, hint }) => `${code} at ${where}: ${what}; ${hint}`),
    ),
  ];
  if (judgement === 'NOT_DECIDED') return undecided(this, words().join('\n'));
  return { pass: judgement === 'HELD', message: () => words().join('\n') };
};

function asked(value, kind, from, matcher) {
  if (value?.kind === kind) return;
  const error = new TypeError(`it is told of what ${from} answers; is an await missing?`);
  Error.captureStackTrace(error, matcher); // the test's line comes first
  throw error;
}

/** Neither "is" nor "is not" may be had from what nobody knows. */
function undecided({ isNot }, words) {
  return { pass: isNot === true, message: () => `not decided: ${words}` };
}

function shown(lines) {
  const more = lines.length - MOST_SHOWN;
  // A table's name may hold a line end: what follows it would be a line of its own in a server's log.
  const first = lines
    .slice(0, MOST_SHOWN)
    .map((line) => `  ${line.replaceAll(/[\r\n]+/g, '\u21b5')}`);
  return more > 0 ? [...first, `  and ${more} more`] : first;
}
