// A packet tells one story, whatever it came to; and each way to tell another is refused by its code.
import { describe, expect, test } from '@jest/globals';
import { storyFindings } from '../../../harness/run/story/story.ts';
import { documentsOf, emptySources, goodSources } from './packets.ts';

describe('a packet that tells one story', () => {
  test('is found to, where everything held', () => {
    const documents = documentsOf(goodSources());
    expect(documents.record?.status).toMatch(/_ROLLBACK_READY$/);
    expect(storyFindings(documents)).toEqual([]);
  });

  test('is found to, where there was no dump', () => {
    const documents = documentsOf(emptySources());
    expect(documents.record?.status).toMatch(/_READY_NOT_APPLIED$/);
    expect(storyFindings(documents)).toEqual([]);
  });
});
