// No command of a document escapes the test that runs them: not by its fence, not by an old excuse.
import { describe, expect, test } from '@jest/globals';
import { EXCEPTIONS, RUN_WHOLE } from '../../container/docs-exceptions.ts';
import { commandsOf, documents, fences, shellBlocks } from '../../house/documents.ts';

const PAGES = documents();
const KNOWN = ['sh', 'bash', 'console', 'yaml', 'sql', 'ts', 'js', 'json', 'text', ''];
const COMMAND =
  /^(?:\$ )?(?:make|npm|npx|node|cd|docker|psql|pg_dump|openssl|sha256sum|git|sed|cosign|curl|rehearse|apt(?:-get)?)\s/m;

describe('commands of the documents', () => {
  test('stand in fences of a known language, those of a shell marked as such', () => {
    for (const { file, text } of PAGES) {
      for (const { language, body } of fences(text)) {
        expect([file, KNOWN.includes(language) ? 'known' : language]).toEqual([file, 'known']);
        if (language === '' || language === 'text') {
          expect([file, COMMAND.exec(body)?.[0] ?? 'no command']).toEqual([file, 'no command']);
        }
      }
    }
  });

  test('are left out for reasons that still hold', () => {
    const all = new Set(PAGES.flatMap(({ text }) => shellBlocks(text).flatMap(commandsOf)));
    expect(Object.keys(EXCEPTIONS).filter((command) => !all.has(command))).toEqual([]);
    const files = PAGES.map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(Object.keys(RUN_WHOLE)));
    for (const reason of [...Object.values(EXCEPTIONS), ...Object.values(RUN_WHOLE)]) {
      expect(reason.split(' ').length).toBeGreaterThan(3);
    }
  });

  test('are found in lists, behind a prompt and over several lines', () => {
    const page = '1. Do\n\n   ```sh\n   make a \\\n     B=c   # why\n   # no command\n   ```\n';
    const [block = ''] = shellBlocks(`${page}\n\`\`\`console\n$ make b\n\`\`\`\n`);
    expect(commandsOf(block)).toEqual(['make a B=c']);
    expect(shellBlocks('```bash\nmake c\n```\n').flatMap(commandsOf)).toEqual(['make c']);
    expect(commandsOf('$ make b\n')).toEqual(['make b']);
  });
});
