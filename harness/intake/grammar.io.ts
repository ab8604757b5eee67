// Keeps the memory of the Postgres grammar small; imported before anything that loads it.
// V8 would compile the WebAssembly a second time in the background while it runs, and its one large
// parser function takes 500 MB for that moment: more than everything else in a run together.
// Parsing a dump is not slower without it: by the time the second compilation is done, so is intake.
import { setFlagsFromString } from 'node:v8';

for (const flag of ['--liftoff', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) {
  setFlagsFromString(flag);
}
