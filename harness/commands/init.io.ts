// `rehearse init`: the folder in which a team's own rehearsals begin.
import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { parseLane } from '../decision/index.ts';
import { finding, messageOf, Problem } from '../kernel/index.ts';
import { writeOut } from '../output/index.ts';
import {
  newProject,
  PROJECT_CONFIG,
  PROJECT_LANE,
  PROJECT_SPEC,
  type ProjectFile,
} from '../run/new-project.ts';
import { scenarioName } from '../scenario/index.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';

interface InitOptions {
  readonly dump: string;
  readonly role: string;
}

export function addInit(program: Command, door: Door): void {
  program
    .command('init')
    .description('begin rehearsals of your own: a configuration, a lane file, two first scenarios')
    .argument('<folder>', 'the folder to make; its last name, in lower-case words, is the lane’s')
    .option('--dump <path>', 'where your dump is, or will be', 'dumps/clone.dump')
    .option('--role <name>', 'a role of the dump that the changes run as', 'postgres')
    .addHelpText(
      'after',
      examples('init shop', 'init shop --dump dumps/shop.dump --role shop_owner'),
    )
    .action(async (folder: string, options: InitOptions) => {
      await initCommand(folder, options, door);
    });
}

/** @throws Problem INIT_NAME_BAD, INIT_EXISTS, INIT_NOT_WRITTEN */
async function initCommand(folder: string, options: InitOptions, door: Door): Promise<void> {
  const root = path.resolve(folder);
  const name = scenarioName(path.basename(root));
  if (name === null) {
    const what = `"${path.basename(root)}" is not made of lower-case words with hyphens`;
    throw new Problem([finding('INIT_NAME_BAD', folder, what)]);
  }
  const dump = path.relative(root, path.resolve(options.dump)).split(path.sep).join('/');
  const files = newProject({ name, dump, role: options.role });
  // A name may be fine for a folder, and make a prefix that reads like a verdict.
  const lane = files.find((each) => each.path === PROJECT_LANE)?.text ?? '';
  const [first] = parseLane(lane, PROJECT_LANE).findings;
  if (first !== undefined) throw new Problem([finding('INIT_NAME_BAD', folder, first.what)]);
  await refuseWhatIsThere(root, files);
  try {
    for (const { path: place, text } of files) {
      const file = path.join(root, place);
      await mkdir(path.dirname(file), { recursive: true });
      await writeOut({ file, text, how: 'new' });
    }
  } catch (error) {
    throw new Problem([finding('INIT_NOT_WRITTEN', folder, messageOf(error))], { cause: error });
  }
  const config = path.join(folder, PROJECT_CONFIG);
  for (const { path: place } of files) door.tell(`written   ${path.join(folder, place)}`);
  const next = `make attest DUMP=${options.dump}, then make spec DUMP=${options.dump} SPEC=${path.join(folder, PROJECT_SPEC)}`;
  door.tell(`next      ${next}`);
  door.answer(
    { exitCode: 0, config, files: files.map((each) => each.path), findings: [] },
    `then      make rehearse CONFIG=${config}, and a change of your own: make scenario NAME=... CONFIG=${config}`,
  );
}

/** Nothing of what is to be written may be there: all of it is told, and nothing is begun. */
async function refuseWhatIsThere(root: string, files: readonly ProjectFile[]): Promise<void> {
  const places = await Promise.all(
    files.map(async (each) => {
      const isThere = await lstat(path.join(root, each.path)).then(
        () => true,
        () => false,
      );
      return isThere ? [finding('INIT_EXISTS', each.path, 'it is there already')] : [];
    }),
  );
  const findings = places.flat();
  if (findings.length > 0) throw new Problem(findings);
}
