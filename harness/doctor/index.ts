// The doctor's whole public face: what is measured here, and how it is judged.
export * from './contract.ts';
export { BOUNDS_PROGRAM, freeInside } from './bounds-inside.ts';
export { judgeEngine, type EngineDoor } from './engine.ts';
export { engineFacts, type EngineFacts } from './engine-facts.ts';
export { judgeImage, judgeLeftovers, type ImageState, type LeftBehind } from './image.ts';
export { judgeMachine } from './machine.ts';
export { lookAtMachine, refusalToWrite } from './machine.io.ts';
export { judgeProject, type DumpSeen, type ProjectFacts, type Reading } from './project.ts';
export { doctorReport, lastLine, reportLines } from './report.ts';
export { judgeSandbox, type Opened, type Trial } from './sandbox.ts';
export { judgeSpace } from './space.ts';
