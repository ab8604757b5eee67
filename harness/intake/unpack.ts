// Unpacks a stream of bytes at constant memory. What ends early, does not match its checksum or
// goes on behind its end is an error: a reader that stopped there in silence would hide the rest
// from every check, while pg_restore might read on.
import type { Transform } from 'node:stream';
import { constants, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { UnpackError } from './data-error.ts';
import { unpackedLz4 } from './lz4-frame.ts';

/** `zlib` is what custom archives hold where they say gzip: the same data in another envelope. */
export type Packing = 'none' | 'gzip' | 'zlib' | 'lz4' | 'zstd';

const CHUNK_BYTES = 256 * 1024;
/** What `--compress=zstd:long` needs, and zstd's own bound: 128 MiB. */
const ZSTD_WINDOW_LOG = 27;

type Unpacker = Transform & { readonly bytesWritten: number };

/**
 * A chunk holds until the next is asked for; so must those of `source`.
 * @throws UnpackError
 */
export function unpacked(
  source: AsyncIterable<Uint8Array>,
  packing: Packing,
): AsyncIterable<Uint8Array> {
  const options = { chunkSize: CHUNK_BYTES, highWaterMark: CHUNK_BYTES };
  switch (packing) {
    case 'none':
      return source;
    case 'gzip':
      return through(createGunzip(options), source);
    case 'zlib':
      return through(createInflate(options), source);
    case 'lz4':
      return unpackedLz4(source);
    case 'zstd': {
      const params = { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG };
      return through(createZstdDecompress({ ...options, params }), source);
    }
  }
}

/** zlib works in threads of its own; this one only hands over. */
async function* through(
  stream: Unpacker,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let fedBytes = 0;
  let hasEnded = false;
  // One piece at a time: the source may use its buffer again once a piece is taken. Where the
  // packed data ends before its bytes do, the last piece is never taken, and this waits for ever.
  const feed = async (): Promise<void> => {
    for await (const piece of source) {
      fedBytes += piece.length;
      await new Promise<void>((resolve, reject) => {
        stream.write(piece, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    }
    hasEnded = true;
    stream.end();
  };
  feed().catch((error: unknown) => stream.destroy(asError(error)));
  try {
    for await (const chunk of stream) yield chunk as Buffer; // no encoding is set: bytes come out
  } catch (error) {
    // pg_dump writes nothing at all where there is nothing to pack.
    if (hasEnded && fedBytes === 0) return;
    throw unpackError(error);
  } finally {
    stream.destroy();
  }
  if (stream.bytesWritten !== fedBytes) {
    throw new UnpackError('bytes stand behind the end of its packed data', 'damaged');
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('not readable', { cause: error });
}

/** zlib's own errors; whatever else goes wrong is not the dump's fault. */
function unpackError(error: unknown): unknown {
  const code: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  if (typeof code !== 'string' || !/^(?:Z_|ZSTD_|ERR_ZLIB)/.test(code)) return error;
  if (/^ZSTD_error_(?:frameParameter|version|dictionary)/.test(code)) {
    return new UnpackError('its packed data is of an unknown form', 'unsupported', {
      cause: error,
    });
  }
  return code === 'Z_BUF_ERROR'
    ? new UnpackError('its packed data ends early', 'cut off', { cause: error })
    : new UnpackError('its packed data is damaged', 'damaged', { cause: error });
}
