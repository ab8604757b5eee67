// Everything that leaves the process leaves through here: the terminal and the files.
export { asideOf, sweepAside } from './aside.io.ts';
export {
  ask,
  showsColour,
  toServer,
  toStderr,
  toStdout,
  toStdoutIn,
  toStdoutJson,
} from './console.io.ts';
export { guardProcess, hasCrashed, planCrash, tellFault } from './crash.io.ts';
export { addToFile, writeOut, type FileOut } from './files.io.ts';
export { guardText, guardValue, heldBackIn } from './guard.ts';
export { lifeMarked, markOfThisProcess, type Life } from './process-mark.io.ts';
export { openRegion, type Region } from './region.io.ts';
export type { Annotation } from './server-commands.ts';
export { neverLeaves, searchSecretsWith, type SecretFound, type SecretSearch } from './secrets.ts';
