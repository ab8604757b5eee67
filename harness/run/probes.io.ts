// The harness's own doors, opened for the probes: the same functions that real inputs go through.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { configSchema, judgeRequest } from '../config/index.ts';
import { guardText } from '../output/index.ts';
import { checkSeal, writeSeal } from '../gate/index.ts';
import { takeIn } from '../intake/index.ts';
import { finding } from '../kernel/index.ts';
import { scanContent } from './content.io.ts';
import {
  runProbes,
  type DoorAnswer,
  type ProbeDoors,
  type ProbeFiles,
  type ProbesRun,
  type ProbeTable,
} from '../probes/index.ts';
import { validateRollbackEvidence } from '../proof/index.ts';
import { isolationFindings, judgeIsolation } from '../sandbox/index.ts';
import {
  blankCatalog,
  blankColumn,
  blankRelation,
  checkSchema,
  parseSpec,
  type Catalog,
} from '../schema/index.ts';

/** `workFolder`: a private folder; what the probes write stays in it and goes with it. */
export async function probeEverything(workFolder: string): Promise<ProbesRun> {
  return await runProbes(doorsIn(workFolder));
}

function doorsIn(workFolder: string): ProbeDoors {
  return {
    judgeRequest: async (yamlText) => {
      const document: unknown = parse(yamlText, { maxAliasCount: 0 });
      const judgeProof = (text: string): ReturnType<typeof validateRollbackEvidence>['judgement'] =>
        validateRollbackEvidence(text).judgement;
      return await Promise.resolve(judgeRequest(document, 'probe request', judgeProof));
    },
    judgeProof: async (text) => {
      const { judgement, findings } = validateRollbackEvidence(text);
      return await Promise.resolve({ allowed: judgement === 'HELD', findings });
    },
    judgeSeal: (sealed, found) => judgeSeal(workFolder, sealed, found),
    judgeIsolation: async (facts) => {
      const proof = judgeIsolation(facts);
      return await Promise.resolve({
        allowed: proof.isolated === 'HELD',
        findings: isolationFindings(proof),
      });
    },
    judgeSchema: async (specText, table) => await Promise.resolve(judgeSchema(specText, table)),
    takeDump: (dumpText, sidecarText) => takeDump(workFolder, dumpText, sidecarText),
    guardOutput: async (text) => {
      const output = guardText(text);
      return await Promise.resolve({ allowed: output === text, findings: [], output });
    },
  };
}

const MANIFEST = 'seal-manifest.sha256';

async function judgeSeal(
  workFolder: string,
  sealed: ProbeFiles,
  found: ProbeFiles,
): Promise<DoorAnswer> {
  const folder = await mkdtemp(path.join(workFolder, 'probe-seal-'));
  await writeFiles(folder, sealed);
  const written = await writeSeal(folder, Object.keys(sealed), MANIFEST);
  if (written.findings.length > 0) return { allowed: false, findings: written.findings };
  await writeFiles(folder, found);
  const { judgement, findings } = await checkSeal(folder, MANIFEST);
  return { allowed: judgement === 'HELD', findings };
}

async function writeFiles(folder: string, files: ProbeFiles): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}

async function takeDump(
  workFolder: string,
  dumpText: string,
  sidecarText: string,
): Promise<DoorAnswer> {
  const folder = await mkdtemp(path.join(workFolder, 'probe-dump-'));
  const dumpPath = path.join(folder, 'probe.dump');
  await writeFile(dumpPath, dumpText);
  await writeFile(`${dumpPath}.attestation.yaml`, sidecarText);
  await mkdir(path.join(folder, 'staged'));
  const outcome = await takeIn({
    dumpPath,
    where: 'probe.dump',
    workFolder: path.join(folder, 'staged'),
  });
  if (outcome.kind !== 'accepted') return { allowed: false, findings: outcome.findings };
  const content = await scanContent(outcome.dump, DEFAULTS, [], new AbortController().signal);
  return { allowed: content.judgement === 'HELD', findings: content.findings };
}

/** A team's allow-lists are no matter of a probe. */
const DEFAULTS: Parameters<typeof scanContent>[1] = {
  limits: configSchema.shape.limits.parse({}),
  scan: configSchema.shape.scan.parse({}),
};

function judgeSchema(specText: string, table: ProbeTable): DoorAnswer {
  const { spec, findings } = parseSpec(specText, 'probe spec');
  if (spec === null) return { allowed: false, findings };
  const check = checkSchema(spec, catalogWith(table), new Map());
  if (check.table.judgement === 'HELD') return { allowed: true, findings: check.findings };
  const isSaid = check.findings.length > 0;
  // A refusal without a reason would be a fault of its own.
  return {
    allowed: false,
    findings: isSaid ? check.findings : [finding('SCHEMA_NOT_DECIDED', 'probe', 'no reason')],
  };
}

function catalogWith({ name, columns }: ProbeTable): Catalog {
  const [schema = '', table = ''] = name.split('.');
  const relation = blankRelation(schema, table, 'probe');
  return {
    ...blankCatalog('probe', 'probe'),
    relations: [
      {
        ...relation,
        columns: columns.map(({ name, type }) => blankColumn(name, type)),
      },
    ],
  };
}
