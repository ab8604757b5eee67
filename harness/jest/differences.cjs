// Tells two fingerprints apart: every difference as a line that names its table, column or object.
'use strict';

/** `moving`: sequences that may have moved; one that neither fingerprint knows is a difference. */
exports.differencesOf = function differencesOf(before, after, moving) {
  const found = [
    ...tables(before.tables, after.tables),
    ...sections('', before.catalog, after.catalog),
    ...sequences(before.sequences, after.sequences, moving),
    ...(before.residue === null || after.residue === null
      ? []
      : sections('beside the database: ', before.residue, after.residue)),
  ];
  // The hash stands over all of it but what is left beside; it has the last word.
  if (found.length === 0 && moving.length === 0 && before.hash !== after.hash) {
    return ['the hash differs, and no part of it does'];
  }
  return found;
};

function tables(before, after) {
  return namesOf(before, after).flatMap((name) => {
    const was = before[name];
    const is = after[name];
    if (was === undefined) return [`table ${name}: is new, with ${rowsOf(is)}`];
    if (is === undefined) return [`table ${name}: is gone, with ${rowsOf(was)}`];
    if (was.rows !== is.rows) return [`table ${name}: ${rowsOf(was)} before, ${rowsOf(is)} now`];
    return was.sha256 === is.sha256
      ? []
      : [`table ${name}: ${rowsOf(is)} as before, with other content`];
  });
}

function rowsOf({ rows }) {
  return rows === 1 ? '1 row' : `${rows} rows`;
}

function sections(prefix, before, after) {
  return namesOf(before, after).flatMap((name) => {
    const was = before[name];
    const is = after[name];
    if (was === undefined || is === undefined) return [`${prefix}${name}: was not read both times`];
    return [
      ...without(was, is).map((line) => `${prefix}${name}: - ${line}`),
      ...without(is, was).map((line) => `${prefix}${name}: + ${line}`),
    ];
  });
}

function sequences(before, after, moving) {
  const was = positionsOf(before);
  const is = positionsOf(after);
  const unknown = moving.filter((name) => !was.has(name) || !is.has(name));
  return [
    ...unknown.map((name) => `sequence ${name}: named as one that may move, and is not there`),
    ...sorted([...was.keys(), ...is.keys()]).flatMap((name) => {
      const [from = 'not there', to = 'not there'] = [was.get(name), is.get(name)];
      return from === to || (moving.includes(name) && !unknown.includes(name))
        ? []
        : [`sequence ${name}: ${from} before, ${to} now`];
    }),
  ];
}

/** A sequence's name may hold anything, even a line's own words: the last ones count. */
function positionsOf(lines) {
  return new Map(
    lines.map((line) => {
      const [, name = line, position = ''] =
        /^(.*) ((?:has given|will give) -?\d+)$/s.exec(line) ?? [];
      return [name, position];
    }),
  );
}

/** Lines of the first list that the second lacks; two like lines are two. */
function without(lines, others) {
  const spare = new Map();
  for (const line of others) spare.set(line, (spare.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = spare.get(line) ?? 0;
    spare.set(line, count - 1);
    return count <= 0;
  });
}

function namesOf(before, after) {
  return sorted([...Object.keys(before), ...Object.keys(after)]);
}

function sorted(names) {
  // oxlint-disable-next-line typescript/require-array-sort-compare -- these are texts
  return [...new Set(names)].sort();
}
