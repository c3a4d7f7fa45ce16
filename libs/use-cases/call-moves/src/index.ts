export { makeMoveCalls } from './make-move-calls.ts';
export { makeMoveCall } from './move-call.ts';
export type { MoveEvent } from './move-event.ts';
