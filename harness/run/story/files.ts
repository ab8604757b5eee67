// The files of each scenario, against the list of what the run was told by: by name and by hash,
// both ways. Neither knows a file that the other does not.
import path from 'node:path';
import { finding, type Finding } from '../../kernel/index.ts';
import type { RehearsalPlan, ScenarioEvidence } from '../../scenario/evidence-contract.ts';
import { EXECUTION, type PacketDocuments } from './documents.ts';

const SCRIPTS = ['setup', 'apply', 'verify', 'revert'] as const;
const SQL_FILES = SCRIPTS.map((name) => `${name}.sql`);
const YAML_FILE = 'scenario.yaml';
const CODE_FILE = 'scenario.ts';
const RESERVED: readonly string[] = [YAML_FILE, CODE_FILE, ...SCRIPTS, ...SQL_FILES];
/** A migration is a part of a file, hashed by itself. */
const PART = /^(.+) \((?:up|down|verify)\)$/s;
const NO_INPUT = 'run.json knows no such input';

/** False where its executor has the name of a script, so that one key stands for two files. */
export function areNamedApart({ executor }: ScenarioEvidence): boolean {
  return executor === null || !RESERVED.includes(executor);
}

export function fileFindings({ record, tree }: PacketDocuments): Finding[] {
  if (record === null) return [];
  const findings: Finding[] = [];
  const must = (holds: boolean, where: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_RECORD', where, what));
  };
  const { scenarios, executor, plan, findings: notes } = tree[EXECUTION];
  const inputs = inputsOf(record.inputs, notes);
  const owners = new Map<string, string>();
  for (const [index, scenario] of scenarios.entries()) {
    const at = `${EXECUTION} scenarios[${index}]`;
    const place = placeOf(scenario, inputs);
    must(place !== null, `${at}.files`, NO_INPUT);
    const { id, chain, executor: file, files } = scenario;
    const isStep = isMigration(scenario);
    must(!isStep || chain !== null, `${at}.chain`, 'a migration is a step of one');
    // The steps of one folder of migrations share its file; no other scenarios share any.
    const owner = isStep ? `chain ${chain?.id ?? ''}` : id;
    const other = owners.get(place ?? '') ?? owner;
    must(other === owner, `${at}.files`, 'they are those of another scenario');
    if (place !== null) owners.set(place, owner);
    const isWatched =
      file === null ||
      executor.some(
        (each) =>
          each.file === file && (inputs.isChanged(file) || each.sha256_before === own(files, file)),
      );
    must(isWatched, `${at}.executor`, 'it is none of the executors whose bytes were watched');
  }
  for (const [index, { file, sha256_before: before }] of executor.entries()) {
    must(inputs.isKnown(file, before), `${EXECUTION} executor[${index}]`, NO_INPUT);
  }
  if (scenarios.length === 0) return findings;
  const rehearsed = new Set(scenarios.flatMap(({ files }) => Object.values(files)));
  for (const [index, { name, sha256 }] of record.inputs.entries()) {
    const isScenario = /\/scenario\.(yaml|ts)$/.test(name);
    const what = 'it was read and not rehearsed';
    const isDone = rehearsed.has(sha256) || isOfOthers(plan, name);
    must(!isScenario || isDone, `run.json inputs[${index}]`, what);
  }
  return findings;
}

/** In one part: of a scenario, or a folder of migrations, that falls to another part. */
function isOfOthers(plan: RehearsalPlan, name: string): boolean {
  if (plan.part === null) return false;
  const own = new Set(plan.part.scenarios);
  // Of a folder above that of the project its own name is not told.
  const [, folder = '..'] = name.split('/').toReversed();
  return plan.scenarios.some(
    (id) => !own.has(id) && [id, id.replace(/-\d+$/, ''), '..'].some((each) => each === folder),
  );
}

interface Inputs {
  /** Names of inputs that a folder of this name may hold. */
  readonly inFolder: (folder: string, file: string) => readonly string[];
  readonly isWithheld: boolean;
  /** undefined: there is no such input. */
  readonly hashOf: (name: string) => string | undefined;
  /** It was read twice, or read again, as another file: the run says so, and is not ready. */
  readonly isChanged: (file: string) => boolean;
  /** `file`: as the configuration spells it. */
  readonly isKnown: (file: string, hash: string) => boolean;
}

function inputsOf(
  listed: readonly { readonly name: string; readonly sha256: string }[],
  notes: readonly { readonly code: string; readonly where: string }[],
): Inputs {
  const hashes = new Map(listed.map(({ name, sha256 }) => [name, sha256]));
  const changed = new Set(
    notes.filter(({ code }) => code === 'INPUT_FILE_CHANGED').map(({ where }) => where),
  );
  const isChanged = (file: string): boolean => changed.has(path.posix.normalize(file));
  // Of a folder above that of the project its own name is not told.
  const placed = Map.groupBy(hashes.keys(), (name) => {
    const [file = '', above = '..'] = name.split('/').toReversed();
    return `${above}/${file}`;
  });
  return {
    inFolder: (folder, file) => [
      ...(placed.get(`${folder}/${file}`) ?? []),
      ...(placed.get(`../${file}`) ?? []),
    ],
    isWithheld: [...hashes.keys()].some((name) => name.includes('[withheld')),
    hashOf: (name) => hashes.get(name),
    isChanged,
    isKnown: (file, hash) => {
      const name = path.posix.normalize(file);
      // Out of the project, or broken: how the list spells it is not known.
      const isOpen = /^(?:\.\.|\/)|\u00b7|\[withheld/.test(name);
      if (isOpen) return [...hashes.values()].includes(hash);
      return hashes.get(name) === hash || (hashes.has(name) && isChanged(name));
    },
  };
}

/** The input that defines it, where its files are those beside that one. */
function placeOf(scenario: ScenarioEvidence, inputs: Inputs): string | null {
  const { id, files } = scenario;
  const code = own(files, CODE_FILE);
  const defining = code === undefined ? YAML_FILE : CODE_FILE;
  const hash = code ?? own(files, YAML_FILE);
  if (hash === undefined || !areRead(scenario, inputs)) return null;
  const folder = isMigration(scenario) ? id.replace(/-\d+$/, '') : id;
  const found = inputs
    .inFolder(folder, defining)
    .find(
      (name) =>
        (inputs.hashOf(name) === hash || inputs.isChanged(name)) &&
        areBeside(name, scenario, inputs),
    );
  return found ?? (inputs.isWithheld ? `(withheld) ${id}` : null);
}

/** The scripts of its folder: what is there was read, and what was read is there. */
function areBeside(defining: string, scenario: ScenarioEvidence, inputs: Inputs): boolean {
  const { files } = scenario;
  const isFolder = own(files, CODE_FILE) === undefined && !isMigration(scenario);
  if (!isFolder || !areNamedApart(scenario)) return true;
  return SQL_FILES.every((script) => {
    const name = defining.replace(/[^/]*$/, script);
    return inputs.hashOf(name) === own(files, script) || inputs.isChanged(name);
  });
}

/** All that is not beside it: parts of migrations, and its executor. */
function areRead(scenario: ScenarioEvidence, inputs: Inputs): boolean {
  const { files, executor } = scenario;
  const isStep = isMigration(scenario);
  const ofFolder = own(files, CODE_FILE) === undefined ? SQL_FILES : SCRIPTS;
  return Object.entries(files).every(([name, hash]) => {
    if (name === executor) return inputs.isKnown(name, hash);
    if (name === YAML_FILE || name === CODE_FILE) return true;
    const [, file] = PART.exec(name) ?? [];
    if (isStep) return file !== undefined && inputs.hashOf(file) !== undefined;
    return ofFolder.some((script) => script === name);
  });
}

function isMigration({ files, executor }: ScenarioEvidence): boolean {
  return executor === null && Object.keys(files).some((name) => PART.test(name));
}

function own(files: ScenarioEvidence['files'], name: string): string | undefined {
  return Object.hasOwn(files, name) ? files[name] : undefined;
}
