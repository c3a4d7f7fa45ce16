import {
  type CountedRequests,
  HOURS_OF_MONTH,
  type PriceTable,
  SMALL_WINDOW,
  USUAL_WINDOW,
} from '@recordings/forecast';
import { physicalName, queues, reconciliationFailures, tables } from '@recordings/topology';
import { defineStateMachine } from '@recordings/workflow';
import { amount } from './estimate-month.ts';
import { DOCUMENT_TRANSITIONS } from './render-alternatives.ts';
import { usd } from './usd.ts';
import { walkStateMachine } from './walk-state-machine.ts';

const WINDOWS_PER_DAY = 10_000;
const MONTH_DAYS = HOURS_OF_MONTH / 24;
/** As the requirement documents assume. */
const POLLS = 3;
/** In the counted run a job still runs at the first poll, and is finished at the second one. */
const COUNTED_POLLS = 2;
/** A message is sent, received and deleted. */
const REQUESTS_OF_MESSAGE = 3;

const PREFIX = 'prod';
const machine = defineStateMachine({
  tasksQueueUrl: physicalName(PREFIX, queues.workflowTasks.name),
  failuresQueueUrl: physicalName(PREFIX, reconciliationFailures),
  reconciliationsTable: physicalName(PREFIX, tables.reconciliations.name),
});

type OrchestratorsInput = { readonly counted: CountedRequests; readonly prices: PriceTable };

/** What the two orchestrators cost, each for the windows that it drives. */
export const renderOrchestrators = (input: OrchestratorsInput): string[] => {
  const { states, tasks, writes } = walkStateMachine(machine, POLLS);
  return [
    '## The Step Functions orchestrator',
    '',
    'A group may have its windows driven by [Step Functions](step-functions.md) in place of delayed messages. An execution is one window.',
    `AWS charges each state that it enters. A window that is recovered after ${POLLS} polls enters ${states.length} states: \`npm run docs\` walks through the`,
    `definition and counts them. Each retry is one more, each further poll five more. For ${amount(WINDOWS_PER_DAY)} windows (reconciliations) a day, in a month:`,
    '',
    ...tableOf(input, { transitions: states.length, tasks }),
    '',
    ...documentsOf(input, states.length),
    'Not in the table, because it is about the same with both: the requests to OCP, the downloads, the tasks of Fargate. The state machine',
    `writes the item of the window ${writes} times on this way, where a worker writes it by default. Without groups that use it, it costs the`,
    'polls of its empty queue, which are in the table of what is paid always.',
    '',
  ];
};

/** Delayed messages about one export job. Windows of a group may share one; this counts one job a window. */
const delayedMessages = (counted: CountedRequests): number =>
  (counted.recoveredInSmallWindow['SQS SendMessage'] ?? 0) * SMALL_WINDOW + POLLS - COUNTED_POLLS;

const tableOf = (
  { counted, prices: { prices } }: OrchestratorsInput,
  { transitions, tasks }: { readonly transitions: number; readonly tasks: number },
): string[] => {
  const windows = WINDOWS_PER_DAY * MONTH_DAYS;
  const byMessages = windows * delayedMessages(counted) * REQUESTS_OF_MESSAGE;
  const byTasks = windows * tasks * REQUESTS_OF_MESSAGE;
  const steps = windows * transitions;
  const [messagesUsd, tasksUsd] = [byMessages * prices.sqsRequest, byTasks * prices.sqsRequest];
  const stepsUsd = steps * prices.stepFunctionsTransition;
  const perThousand = (sum: number): string => usd((sum / (windows * USUAL_WINDOW)) * 1_000);
  return [
    '| | SQS, the default | Step Functions |',
    '|---|---:|---:|',
    `| state transitions | 0 | ${amount(steps)}: ${usd(stepsUsd)} |`,
    `| messages about the export job: sent, received, deleted | ${amount(byMessages)} requests: ${usd(messagesUsd)} | ${amount(byTasks)} requests: ${usd(tasksUsd)} |`,
    `| **a month** | ${usd(messagesUsd)} | ${usd(stepsUsd + tasksUsd)} |`,
    `| for 1,000 calls, in windows of ${USUAL_WINDOW} | ${perThousand(messagesUsd)} | ${perThousand(stepsUsd + tasksUsd)} |`,
  ];
};

/** The requirement documents start an execution for each call. */
const documentsOf = ({ prices: { prices } }: OrchestratorsInput, transitions: number): string[] => {
  const calls = WINDOWS_PER_DAY * MONTH_DAYS;
  const theirs = calls * DOCUMENT_TRANSITIONS * prices.stepFunctionsTransition;
  const ours = (calls / USUAL_WINDOW) * transitions * prices.stepFunctionsTransition;
  return [
    `The requirement document 4 counts one execution a call, with ${DOCUMENT_TRANSITIONS} transitions (each wait twice). ${amount(WINDOWS_PER_DAY)} calls a day would be ${usd(theirs)} of transitions a month.`,
    `Here they are ${amount(WINDOWS_PER_DAY / USUAL_WINDOW)} windows of ${USUAL_WINDOW} calls, the usual size at that volume: ${usd(ours)}.`,
    '',
  ];
};
