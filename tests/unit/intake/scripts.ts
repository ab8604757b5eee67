// Plain dumps for tests, as chunks of bytes.
import type { PlainPiece } from '../../../harness/intake/contract.ts';
import { readPlain, type PlainReading } from '../../../harness/intake/plain-contents.ts';
import { scanPlainSql } from '../../../harness/intake/plain-scan.ts';

export async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function scan(script: string | Buffer, size = 1 << 20): Promise<PlainPiece[]> {
  const pieces: PlainPiece[] = [];
  for await (const piece of scanPlainSql(chunksOf(Buffer.from(script), size))) {
    // A copy: the scanner may hand out a view of a buffer that it goes on using.
    pieces.push({ ...piece, bytes: Buffer.from(piece.bytes) });
  }
  return pieces;
}

/** Kinds and bytes; data and blanks that stand side by side are one, however they arrived. */
export function joined(
  pieces: readonly PlainPiece[],
): { kind: string; line: number; text: string }[] {
  const merged: { kind: string; line: number; text: string }[] = [];
  for (const { kind, line, bytes } of pieces) {
    const last = merged.at(-1);
    const text = Buffer.from(bytes).toString('latin1');
    const hasEnded = last !== undefined && /(?:^|\n)\\\.\n$/.test(last.text);
    const isSplit = kind === 'blank' || (kind === 'copy-data' && !hasEnded);
    if (last?.kind === kind && isSplit) last.text += text;
    else merged.push({ kind, line, text });
  }
  return merged;
}

export const HEAD = `--
-- PostgreSQL database dump
--

\\restrict a1B2c3

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

`;
export const FOOT = `
--
-- PostgreSQL database dump complete
--

\\unrestrict a1B2c3

`;

/** Reads a body between the head and the foot that pg_dump writes. */
export async function readBody(body: string): Promise<PlainReading> {
  return await readPlain(chunksOf(Buffer.from(`${HEAD}${body}${FOOT}`), 1 << 20), 'x.sql');
}
