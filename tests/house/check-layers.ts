// Prints every broken layer rule of harness/ and fails if there is one: a part of `make check`.
import { sourceFiles } from './files.ts';
import { layerViolations } from './layers.ts';
import { factsOf } from './source.ts';

const files = sourceFiles('harness');
const broken = files.flatMap(({ file, text }) =>
  layerViolations(file, factsOf(file, text)).map((violation) => `${file}: ${violation}`),
);
if (files.length === 0) broken.push('harness: no source file found, so nothing was checked');
for (const line of broken) console.error(line);
process.exitCode = broken.length === 0 ? 0 : 1;
