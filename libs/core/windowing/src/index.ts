export { buildRequest, type Candidate, type RequestContext } from './build-request.ts';
export { type CallClass, type CandidatePolicy, classifyCall } from './classify-call.ts';
export { mostUrgentFirst } from './most-urgent-first.ts';
export { PendingCall } from './pending-call.ts';
export { planWindows, type Window, type WindowLimits } from './plan-windows.ts';
export type { WindowCall } from './window-call.ts';
export { sortCalls } from './sort-calls.ts';
export { type WindowSizing, windowSizeMs } from './window-size.ts';
