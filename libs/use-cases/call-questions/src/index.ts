export type { CountingEvent } from './counting/counting-deps.ts';
export { type CountHours, makeCountHours } from './counting/make-count-hours.ts';
export { CursorInvalidError, QuestionInvalidError } from './errors.ts';
export { CallQuery } from './finding/call-query.ts';
export { FoundCalls } from './finding/found-calls.ts';
export { makeFindCalls } from './finding/make-find-calls.ts';
export { parseQuestion } from './parse-question.ts';
export { CallStoryAndTimeline, makeTellCall, type ToldCall } from './tell-call.ts';
