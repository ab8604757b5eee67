// Everything that leaves the process leaves through here: the terminal and the files.
export { toStderr, toStdout, toStdoutIn } from './console.io.ts';
export { writeOut, type FileOut } from './files.io.ts';
export { guardText, guardValue } from './guard.ts';
