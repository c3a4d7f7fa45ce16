export { CursorInvalidError, QuestionInvalidError } from './errors.ts';
export { CallQuery } from './finding/call-query.ts';
export { FoundCalls } from './finding/found-calls.ts';
export { type CallPage, makeFindCalls } from './finding/make-find-calls.ts';
export { parseQuestion } from './parse-question.ts';
export { makeTellCall, ToldCall } from './tell-call.ts';
