// Decision: the lane file, and what it lays before an owner. Nothing here decides for one.
export * from './contract.ts';
export { decide, fullStatus } from './decide.ts';
export { loadLane } from './lane.io.ts';
export { parseLane, type LaneRead } from './lane.ts';
