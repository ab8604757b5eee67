// Shows on real files that the gate refuses each class of drift, and passes identical bytes.
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finding, weakest, type Code, type Finding } from '../kernel/index.ts';
import {
  DRIFT_CLASSES,
  type DriftClass,
  type GateSelftestResult,
  type SealVerdict,
} from './contract.ts';
import { checkSeal, writeSeal } from './gate.io.ts';

export interface GateSelftest {
  readonly result: GateSelftestResult;
  readonly findings: readonly Finding[];
}

/** The gate under test; a broken one can be handed in, to be found out. */
export type SealCheck = (root: string, manifestPath: string) => Promise<SealVerdict>;

const MANIFEST = 'seal-manifest.sha256';
const SQL = 'scenario/apply.sql';
const JSON_FILE = 'spec/shape.json';
const SAMPLES: Readonly<Record<string, string>> = {
  [SQL]: 'UPDATE births SET status = 1;\n/* moved \u2014 and back */\nSELECT 1;\n',
  [JSON_FILE]: '{"title":"births \u2014 the shape","columns":3}\n',
  'validator.ts': 'export const version = 1;\n',
};

/** Works in a folder of its own within `folder`, and removes it. */
export async function gateSelftest(
  folder: string,
  check: SealCheck = checkSeal,
): Promise<GateSelftest> {
  const work = await mkdtemp(path.join(folder, 'gate-selftest-'));
  try {
    const identical = await trial(path.join(work, 'identical'), check, async () => {});
    const drifts: GateSelftestResult['drifts'] = [];
    for (const [drift, make] of Object.entries(DRIFTS)) {
      const verdict = await trial(path.join(work, drift), check, make);
      drifts.push(judgeDrift(drift, DRIFT_CLASSES[drift as DriftClass], verdict)); // keys of DRIFTS
    }
    return resultOf(identical, drifts);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Samples written and sealed afresh, drifted, and checked. */
async function trial(
  root: string,
  check: SealCheck,
  make: (root: string) => Promise<void>,
): Promise<SealVerdict> {
  for (const [name, text] of Object.entries(SAMPLES)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  const { findings } = await writeSeal(root, Object.keys(SAMPLES), MANIFEST);
  if (findings.length > 0) return { judgement: 'NOT_DECIDED', identical: 0, sealed: 0, findings };
  await make(root);
  return await check(root, MANIFEST);
}

const DRIFTS: Readonly<Record<DriftClass, (root: string) => Promise<void>>> = {
  'edited-content': rewrite(SQL, (text) => text.replace('= 1', '= 2')),
  'byte-length-mismatch': async (root) => appendFile(path.join(root, SQL), '\n'),
  'unicode-drift': rewrite(SQL, (text) => text.replace('\u2014', '-')),
  'json-reencoded': rewrite(JSON_FILE, (text) => text.replace('\u2014', '\\u2014')),
  'byte-order-mark': rewrite(SQL, (text) => `\ufeff${text}`),
  'line-endings': rewrite(SQL, (text) => text.replaceAll('\n', '\r\n')),
  'missing-file': async (root) => rm(path.join(root, SQL)),
};

function rewrite(name: string, change: (text: string) => string): (root: string) => Promise<void> {
  return async (root) => {
    const file = path.join(root, name);
    await writeFile(file, change(await readFile(file, 'utf8')));
  };
}

function judgeDrift(
  drift: string,
  expected: Code,
  verdict: SealVerdict,
): GateSelftestResult['drifts'][number] {
  const found = codesOf(verdict);
  const failedClosed = verdict.judgement !== 'HELD' && verdict.findings.length > 0;
  // One file drifted: the others must still be seen as identical, or the gate refuses everything.
  const othersHeld = verdict.identical === Object.keys(SAMPLES).length - 1;
  const right = failedClosed && othersHeld && found.length === 1 && found[0] === expected;
  return {
    drift,
    expected_codes: [expected],
    found_codes: found,
    failed_closed: failedClosed,
    judgement: right ? 'HELD' : 'NOT_HELD',
  };
}

function resultOf(identical: SealVerdict, drifts: GateSelftestResult['drifts']): GateSelftest {
  const allSealed = identical.identical === Object.keys(SAMPLES).length;
  const passed = identical.judgement === 'HELD' && allSealed && identical.findings.length === 0;
  const findings = [
    ...(passed ? [] : [failed('byte-identical', codesOf(identical))]),
    ...drifts
      .filter(({ judgement }) => judgement !== 'HELD')
      .map((each) => failed(each.drift, each.found_codes)),
  ];
  const judgement = passed ? 'HELD' : 'NOT_HELD';
  const result: GateSelftestResult = {
    version: 1,
    judgement: weakest([judgement, ...drifts.map((each) => each.judgement)]),
    byte_identical: { judgement, sealed: identical.sealed, found_codes: codesOf(identical) },
    drifts,
    findings: findings.map((each) => ({ ...each })),
  };
  return { result, findings };
}

function failed(where: string, codes: readonly string[]): Finding {
  return finding('GATE_SELFTEST_FAILED', where, `found ${codes.join(', ') || 'nothing'}`);
}

function codesOf(verdict: SealVerdict): Code[] {
  return [...new Set(verdict.findings.map(({ code }) => code))];
}
