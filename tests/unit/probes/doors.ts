// The real doors, wired as a run wires them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { configSchema } from '../../../harness/config/contract.ts';
import { judgeRequest } from '../../../harness/config/request.ts';
import { guardText } from '../../../harness/output/index.ts';
import {
  fileFact,
  formatSealManifest,
  parseSealManifest,
  verifySeal,
} from '../../../harness/gate/index.ts';
import { takeIn } from '../../../harness/intake/index.ts';
import { finding } from '../../../harness/kernel/index.ts';
import { scanContent } from '../../../harness/run/content.io.ts';
import type { ProbeDoors, ProbeFiles } from '../../../harness/probes/index.ts';
import { validateRollbackEvidence } from '../../../harness/proof/index.ts';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import { checkSchema, parseSpec } from '../../../harness/schema/index.ts';
import { clone, column, relation } from '../schema/clones.ts';

const factsOf = (files: ProbeFiles): Map<string, ReturnType<typeof fileFact>> =>
  new Map(Object.entries(files).map(([name, text]) => [name, fileFact(Buffer.from(text))]));

export const REAL_DOORS: ProbeDoors = {
  async judgeRequest(yamlText) {
    const judgeProof = (text: string) => validateRollbackEvidence(text).judgement;
    return judgeRequest(parse(yamlText), 'request', judgeProof);
  },
  async judgeProof(text) {
    const { judgement, findings } = validateRollbackEvidence(text);
    return { allowed: judgement === 'HELD', findings };
  },
  async judgeSeal(sealed, found) {
    const entries = [...factsOf(sealed)].flatMap(([name, fact]) =>
      fact.kind === 'file' ? [{ ...fact, path: name }] : [],
    );
    const parsed = parseSealManifest(formatSealManifest({ entries }));
    if (parsed.kind === 'refused') return { allowed: false, findings: parsed.findings };
    const { judgement, findings } = verifySeal(parsed.manifest, factsOf(found));
    return { allowed: judgement === 'HELD', findings };
  },
  async judgeIsolation(facts) {
    const { isolated, checks } = judgeIsolation(facts);
    const findings = checks
      .filter(({ judgement }) => judgement !== 'HELD')
      .map(({ id, measured }) => finding('SANDBOX_NOT_ISOLATED', id, measured));
    return { allowed: isolated === 'HELD', findings };
  },
  async judgeSchema(specText, table) {
    const { spec, findings } = parseSpec(specText, 'spec');
    if (spec === null) return { allowed: false, findings };
    const columns = table.columns.map(({ name, type }) => column(name, type));
    const name = table.name.replace(/^public\./, '');
    const catalog = clone((each) => void (each.relations = [relation(name, { columns })]));
    const check = checkSchema(spec, catalog, new Map());
    return { allowed: check.table.judgement === 'HELD', findings: check.findings };
  },
  async takeDump(dumpText, sidecarText) {
    const folder = await mkdtemp(path.join(tmpdir(), 'probe-'));
    try {
      const dumpPath = path.join(folder, 'clone.sql');
      await mkdir(path.join(folder, 'work'));
      await writeFile(dumpPath, dumpText);
      await writeFile(`${dumpPath}.attestation.yaml`, sidecarText);
      const workFolder = path.join(folder, 'work');
      const outcome = await takeIn({ dumpPath, where: 'clone.sql', workFolder });
      if (outcome.kind !== 'accepted') return { allowed: false, findings: outcome.findings };
      const { signal } = new AbortController();
      const config = {
        limits: configSchema.shape.limits.parse({}),
        scan: configSchema.shape.scan.parse({}),
      };
      const content = await scanContent(outcome.dump, config, [], signal);
      return { allowed: content.judgement === 'HELD', findings: content.findings };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  async guardOutput(text) {
    const output = guardText(text);
    return { allowed: output === text, findings: [], output };
  },
};
