// The way tests run TypeScript must not lose an error: body and dispose both throwing keeps both.
import { describe, expect, test } from '@jest/globals';

function resource(onDispose: () => void): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      onDispose();
    },
  };
}

async function thrownBy(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('await using', () => {
  test('keeps both errors when body and dispose throw', async () => {
    const ofBody = new Error('of the body');
    const ofDispose = new Error('of the dispose');
    const thrown = await thrownBy(async () => {
      await using _held = resource(() => {
        throw ofDispose;
      });
      throw ofBody;
    });
    expect(thrown).toBeInstanceOf(SuppressedError);
    expect(thrown).toMatchObject({ error: ofDispose, suppressed: ofBody });
  });

  test('hands on the only error as it is', async () => {
    const ofBody = new Error('of the body');
    let disposals = 0;
    const thrown = await thrownBy(async () => {
      await using _held = resource(() => {
        disposals += 1;
      });
      throw ofBody;
    });
    expect(thrown).toBe(ofBody);
    expect(disposals).toBe(1);
  });
});
