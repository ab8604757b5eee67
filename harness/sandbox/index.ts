// The sandbox's whole public face.
export * from './contract.ts';
export * from './ground-contract.ts';
export { askBegun, noteBegun } from './begun.io.ts';
export { openBreachedSandbox } from './breached.io.ts';
export { askLeftovers, destroyRun } from './disposal.io.ts';
export { chosenEngine } from './docker-context.io.ts';
export { connectEngine, engineAddress } from './engine.io.ts';
export { watchEngine, type EngineWatch } from './engine-watch.io.ts';
export { groundOn, settle } from './ground.io.ts';
export { ensureImage, findImage, hasImage } from './image.io.ts';
export { isolationFindings, judgeIsolation } from './isolation.ts';
export { stackLayers, type Stacking } from './overlay-layers.ts';
export { openSandbox, socketFolderOf } from './open.io.ts';
export { leftBehind, sweep } from './sweep.io.ts';
export { makeWorkFolder, type WorkFolder } from './work-folder.io.ts';
