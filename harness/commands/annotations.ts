// Where in a repository a finding is: the file and the line that whoever reads a diff looks at.
import path from 'node:path';
import { CODES, type Finding } from '../kernel/index.ts';
import type { Annotation } from '../output/index.ts';

export interface Repository {
  /** Files that the run was told by, named from `root`. */
  readonly inputs: readonly string[];
  /** The configuration's folder. */
  readonly root: string;
  /** The folder that a server's paths begin at. */
  readonly workspace: string;
}

type Place = Annotation['place'];

/** What forces a status is an error; notes are none. Those at a line first: few are shown. */
export function annotationsOf(findings: readonly Finding[], repository: Repository): Annotation[] {
  return findings
    .filter(({ code }) => CODES[code].forces !== null)
    .map(({ code, where, what }) => {
      const { title, hint } = CODES[code];
      const message = `${title}: ${what}\nat ${where}\n${hint}`;
      const place = placeOf(where, repository);
      return { level: 'error' as const, place, title: code, message }; // not any string
    })
    .sort((one, other) => vagueness(one.place) - vagueness(other.place));
}

function vagueness(place: Place): number {
  if (place === null) return 2;
  return place.line === null ? 1 : 0;
}

/** `file`, `file:line`, `scenario` or `scenario (way)`; null where it is no place in a file. */
function placeOf(where: string, { inputs, root, workspace }: Repository): Place {
  const named = fileOf(where, inputs);
  if (named === null) return null;
  const file = path.relative(workspace, path.resolve(root, named.file));
  return file === '' || file.startsWith('..') || path.isAbsolute(file) ? null : { ...named, file };
}

/** A file that people write; its own name, or that of one that the run read. */
const FILE = /^([\w@+-][\w@+./-]*\.(?:sql|ya?ml|ts|json|sha256))(?::([1-9]\d{0,6}))?(?: .*)?$/s;
const SCENARIO = /^([a-z0-9][a-z0-9-]*)(?: \([a-z]+\))?$/;
/** The change itself before what describes it. */
const DEFINING = ['apply.sql', 'scenario.ts', 'scenario.yaml'];

function fileOf(where: string, inputs: readonly string[]): Place {
  const plain = where.replace(/:([1-9]\d{0,6})$/, '');
  if (inputs.includes(plain)) {
    return { file: plain, line: plain === where ? null : Number(where.slice(plain.length + 1)) };
  }
  const [, file, line] = FILE.exec(where) ?? [];
  if (file !== undefined) return { file, line: line === undefined ? null : Number(line) };
  const [, id] = SCENARIO.exec(where) ?? [];
  if (id === undefined) return null;
  const found = DEFINING.flatMap(
    (name) => inputs.find((each) => each.endsWith(`/${id}/${name}`)) ?? [],
  )[0];
  return found === undefined ? null : { file: found, line: null };
}
