// A scenario from its parts: the file, its scripts and their hashes; or every mistake in them.
import type { Finding, Sha256 } from '../../kernel/index.ts';
import type { Scenario, Script } from '../contract.ts';
import { SCRIPT_NAMES, type ScriptName } from '../define.ts';
import type { ScenarioFile } from '../file-contract.ts';
import { misfits, transactionOf, useOf, type Fit } from './plan.ts';
import { readScript } from '../sql/statements.ts';

/** A script's text, and how messages name it. */
export interface ScriptText {
  readonly file: string;
  readonly text: string;
}

export interface Parts {
  readonly folder: string;
  readonly file: ScenarioFile;
  readonly texts: Readonly<Partial<Record<ScriptName, ScriptText>>>;
  /** The operator's file that is the apply script. */
  readonly executor: ScriptText | null;
  /** Scripts that are there, readable or not. */
  readonly scripts: ReadonlySet<ScriptName>;
  readonly placeOf: Fit['placeOf'];
  readonly scriptPlace: Fit['scriptPlace'];
  readonly files: Readonly<Record<string, Sha256>>;
}

export interface PlannedScenario {
  readonly scenario: Scenario | null;
  readonly findings: readonly Finding[];
}

export function planScenario(parts: Parts): PlannedScenario {
  const { file, texts, executor } = parts;
  const findings: Finding[] = misfits(parts);
  const scripts: Partial<Record<ScriptName, Script>> = {};
  for (const name of SCRIPT_NAMES) {
    const source = name === 'apply' ? (executor ?? texts.apply) : texts[name];
    if (source === undefined) continue;
    const read = readScript(source.file, source.text, useOf(name, file));
    scripts[name] = read.script;
    findings.push(...read.findings);
  }
  const { setup = null, apply, verify = null, revert = null } = scripts;
  if (findings.length > 0 || apply === undefined) return { scenario: null, findings };
  const scenario: Scenario = {
    id: file.id,
    title: file.title,
    why: file.why,
    kind: file.kind,
    tables: file.tables ?? null,
    role: file.role ?? null,
    methods: file.methods ?? null,
    transaction: transactionOf(file),
    expect: file.expect ?? null,
    folder: parts.folder,
    setup,
    apply,
    verify,
    revert,
    executor: file.executor ?? null,
    files: parts.files,
  };
  return { scenario, findings };
}

/** What is wrong with scripts however they are run: told even where nobody knows how. */
export function scriptTroubles(texts: Parts['texts']): Finding[] {
  return SCRIPT_NAMES.flatMap((name) => {
    const source = texts[name];
    if (source === undefined) return [];
    const { findings } = readScript(source.file, source.text, 'executor');
    return findings.filter(({ code }) => code !== 'SCENARIO_STATEMENT_REFUSED');
  });
}
