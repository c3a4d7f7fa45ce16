export { buildRequest, type Candidate } from './build-request.ts';
export type { CandidatePolicy } from './candidate-policy.ts';
export { chooseWindowSizeMs, type WindowSizing } from './choose-window-size.ts';
export { type CallClass, classifyCall } from './classify-call.ts';
export { findOverdue } from './find-overdue.ts';
export { judgeHold } from './judge-hold.ts';
export { PendingCall } from './pending-call.ts';
export { planWindows, type Window } from './plan-windows.ts';
export { sortByUrgency } from './sort-by-urgency.ts';
