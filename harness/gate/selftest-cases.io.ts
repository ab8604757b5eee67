// Makes each case that the gate must refuse, on real files: what is done to three sealed samples.
import {
  appendFile,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { LIMITS, sha256 } from '../kernel/index.ts';
import type { DriftClass, Refusal, SealEntry } from './contract.ts';
import { formatSealManifest } from './manifest.ts';
import { SAMPLE_CODE, SAMPLE_JSON, SAMPLE_SQL, SAMPLES } from './selftest-samples.ts';

export const MANIFEST = 'seal-manifest.sha256';

export interface Case {
  /** Changes the sealed samples that lie in `root`, a folder among others of the selftest. */
  readonly make: (root: string) => Promise<void>;
  readonly patterns?: readonly string[];
  readonly pinned?: Readonly<Record<string, string>>;
  /** The manifest that is believed lies with untouched samples elsewhere. */
  readonly isElsewhere?: boolean;
}

export const DRIFT_CASES: Readonly<Record<DriftClass, Case>> = {
  'edited-content': rewritten(SAMPLE_SQL, (text) => text.replace('= 1', '= 2')),
  'byte-length-mismatch': { make: async (root) => appendFile(path.join(root, SAMPLE_SQL), '\n') },
  'unicode-drift': rewritten(SAMPLE_SQL, (text) => text.replace('\u2014', '-')),
  'json-reencoded': rewritten(SAMPLE_JSON, (text) => text.replace('\u2014', '\\u2014')),
  'byte-order-mark': rewritten(SAMPLE_SQL, (text) => `\ufeff${text}`),
  'line-endings': rewritten(SAMPLE_SQL, (text) => text.replaceAll('\n', '\r\n')),
  'missing-file': { make: async (root) => rm(path.join(root, SAMPLE_SQL)) },
};

/** Behind each link lie the sealed bytes: it is the link that is refused, not what it leads to. */
const LINK_CASES = {
  'link-out-of-tree': {
    make: async (root: string) => {
      await rename(path.join(root, SAMPLE_SQL), `${root}-moved.sql`);
      await link(root, SAMPLE_SQL, `../../${path.basename(root)}-moved.sql`);
    },
  },
  'absolute-link': {
    make: async (root: string) => {
      await rename(path.join(root, SAMPLE_SQL), path.join(root, 'moved.sql'));
      await link(root, SAMPLE_SQL, path.join(root, 'moved.sql'));
    },
  },
  'folder-link-out-of-tree': {
    make: async (root: string) => {
      await rename(path.join(root, 'scenario'), `${root}-moved`);
      await link(root, 'scenario', `../${path.basename(root)}-moved`);
    },
  },
  'link-loop': {
    make: async (root: string) => {
      await rm(path.join(root, SAMPLE_SQL));
      await link(root, SAMPLE_SQL, 'round.sql');
      await link(root, 'scenario/round.sql', path.basename(SAMPLE_SQL));
    },
  },
  'folder-in-place-of-file': {
    make: async (root: string) => {
      await rm(path.join(root, SAMPLE_SQL));
      await mkdir(path.join(root, SAMPLE_SQL));
    },
  },
} as const satisfies Partial<Record<Refusal, Case>>;

const MANIFEST_CASES = {
  'manifest-traversal': sealedToo('../outside.sql'),
  'manifest-absolute-path': sealedToo('/outside.sql'),
  'manifest-decomposed-path': sealedToo('u\u0308.sql'),
  'duplicate-entry': manifest((text) => {
    const rows = text.trimEnd().split('\n');
    return [...rows, ...rows.slice(-2), ''].join('\n');
  }),
  'case-collision': sealedToo('Validator.ts'),
  'form-collision': sealedToo('\ufb01le.ts', 'file.ts'),
  'empty-manifest': manifest(() => formatSealManifest({ entries: [] })),
  'missing-manifest': { make: async (root: string) => rm(path.join(root, MANIFEST)) },
  'damaged-manifest': manifest((text) => text.slice(0, -1)),
  'manifest-link': {
    make: async (root: string) => {
      await rename(path.join(root, MANIFEST), path.join(root, 'moved.sha256'));
      await link(root, MANIFEST, 'moved.sha256');
    },
  },
  'manifest-too-large': {
    make: async (root: string) => truncate(path.join(root, MANIFEST), LIMITS.sealManifestBytes + 1),
  },
  // Whoever edits a file can seal it anew: it is no help where another manifest is believed.
  'forged-manifest-elsewhere': {
    isElsewhere: true,
    make: async (root: string) => {
      await writeFile(path.join(root, SAMPLE_CODE), 'export const version = 2;\n');
      const forged = { ...SAMPLES, [SAMPLE_CODE]: 'export const version = 2;\n' };
      await writeFile(
        path.join(root, MANIFEST),
        formatSealManifest({ entries: entriesOf(forged) }),
      );
    },
  },
} as const satisfies Partial<Record<Refusal, Case>>;

const nothing = async (): Promise<void> => {};
const extra = (name: string): Pick<Case, 'make'> => ({
  make: async (root) => {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), 'SELECT 2;\n');
  },
});
const SEALED_WHOLE = { patterns: ['scenario/**'] };

export const REFUSAL_CASES: Readonly<Record<Refusal, Case>> = {
  'mixed-drift': rewritten(SAMPLE_SQL, (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`),
  'other-encoding': {
    make: async (root) =>
      writeFile(
        path.join(root, SAMPLE_SQL),
        Buffer.from(`\ufeff${SAMPLES[SAMPLE_SQL]}`, 'utf16le'),
      ),
  },
  ...LINK_CASES,
  ...MANIFEST_CASES,
  'pattern-traversal': { make: nothing, patterns: ['../**'] },
  'pattern-without-files': { make: nothing, patterns: ['nowhere/**'] },
  'unsealed-file': { ...extra('scenario/extra.sql'), ...SEALED_WHOLE },
  'unsealed-dot-file': { ...extra('scenario/.extra'), ...SEALED_WHOLE },
  'unsealed-link': {
    make: async (root) => link(root, 'scenario/extra.sql', path.basename(SAMPLE_SQL)),
    ...SEALED_WHOLE,
  },
  'unsealed-in-new-folder': { ...extra('scenario/new/extra.sql'), ...SEALED_WHOLE },
  // No pattern asks for them: what they take over is all sealed and as it was.
  'makefile-taken-over': extra('GNUmakefile'),
  'npm-options-unsealed': extra('.npmrc'),
  // Sealed as it stands, and still not what was pinned.
  'pinned-file-differs': { make: nothing, pinned: { [SAMPLE_CODE]: sha256('another version') } },
  'pinned-file-missing': { make: nothing, pinned: { 'canon.py': sha256('never delivered') } },
};

export function entriesOf(files: Readonly<Record<string, string>>): SealEntry[] {
  return Object.entries(files).map(([name, text]) => ({
    path: name,
    sha256: sha256(text),
    byteLength: Buffer.byteLength(text),
  }));
}

function rewritten(name: string, change: (text: string) => string): Case {
  return {
    make: async (root) => {
      const file = path.join(root, name);
      await writeFile(file, change(await readFile(file, 'utf8')));
    },
  };
}

function manifest(change: (text: string) => string): Case {
  return rewritten(MANIFEST, change);
}

/** The manifest names more files, each with the hash of a sample. */
function sealedToo(...names: readonly string[]): Case {
  const more = Object.fromEntries(names.map((name) => [name, SAMPLES[SAMPLE_CODE] ?? '']));
  return manifest(() => formatSealManifest({ entries: entriesOf({ ...SAMPLES, ...more }) }));
}

async function link(root: string, name: string, target: string): Promise<void> {
  await symlink(target, path.join(root, name));
}
