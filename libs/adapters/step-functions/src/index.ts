export { type Executions, makeExecutions } from './make-executions.ts';
export { makeSfnClient } from './make-sfn-client.ts';
export { makeTaskAnswers, type TaskAnswers } from './make-task-answers.ts';
