// Evidence: the packet and its manifest, written and verified.
export * from './contract.ts';
export * from './record-contract.ts';
export * from './statement-contract.ts';
export * from './surface-contract.ts';
export { composeTree } from './compose.ts';
export { openEnvelope, sealedInEnvelope, type Opened } from './envelope.ts';
export { checkPacketFolder, homeOf } from './folder.io.ts';
export { forbiddenSurfaces } from './forbidden-surfaces.ts';
export { variablesNamed, type NamedVariable } from './surface-claims.ts';
export { readEnvelope, readPrivateKey, readPublicKey } from './key.io.ts';
export { writePacket } from './packet.io.ts';
export { readPacket, verifyPacket } from './read.io.ts';
export { judgePacket } from './verify.ts';
