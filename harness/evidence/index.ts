// Evidence: the packet, its manifest, and the guard on everything that leaves.
export * from './contract.ts';
export { composeTree } from './compose.ts';
export { checkPacketFolder } from './folder.io.ts';
export { forbiddenSurfaces } from './forbidden-surfaces.ts';
export { guardText, guardValue, outputWriter, type OutputWriter } from './output.ts';
export { readPacket, verifyPacket, writePacket } from './packet.io.ts';
export { judgePacket } from './verify.ts';
