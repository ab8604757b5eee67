// Turns TypeScript into JavaScript for jest as Node itself does: types become blanks, so that line
// and column numbers stay and nothing is compiled down (`await using` keeps both of its errors).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

const OWN_TEXT = readFileSync(import.meta.filename, 'utf8');

function process(sourceText) {
  return { code: stripTypeScriptTypes(sourceText, { mode: 'strip' }) };
}

function getCacheKey(sourceText, sourcePath, { configString }) {
  const hash = createHash('sha256');
  for (const part of [OWN_TEXT, globalThis.process.version, configString, sourcePath, sourceText]) {
    hash.update(part).update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

export default { process, getCacheKey };
