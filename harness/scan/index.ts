// Looks into every row of a dump for secrets and live pointers, and hands on none of them.
export { scanData } from './scan.io.ts';
export { secretsInText } from './secrets-in-text.ts';
