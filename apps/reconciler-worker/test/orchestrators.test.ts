import { type CallRecord, Orchestrator } from '@recordings/call-record';
import type { Reconciliation } from '@recordings/reconciliation';
import { waitUntil } from '@recordings/test-kit';
import { reconciliationFailures } from '@recordings/topology';
import {
  callOf,
  closed,
  GROUP,
  keyOf,
  listedOf,
  missWindow,
  PATIENCE_MS,
  reconciliationOf,
  storeCall,
  storeTask,
  tasksFor,
} from './calls.ts';
import type { Environment } from './environment.ts';
import { type Answer, json } from './fake-ocp.ts';
import { startTestWorker, type TestWorker } from './start-test-worker.ts';
import { useSurroundings } from './use-surroundings.ts';

const surroundings = useSurroundings();

type Story = {
  /** What OCP does. */
  readonly ocp: (environment: Environment) => void;
  /** What happens after the window was published. */
  readonly play: (environment: Environment, worker: TestWorker) => Promise<void>;
  readonly calls: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
};

type Ending = {
  readonly reconciliation: Record<string, unknown>;
  readonly calls: readonly Record<string, unknown>[];
  readonly reports: readonly unknown[];
};

const times = (count: number, answer: Answer): Answer[] => Array<Answer>(count).fill(answer);

const throttled = json(429, {}, { 'retry-after': '1' });

/** Stores the recording of every listed call as the downloader does. */
const storeListed =
  (count: number) =>
  async (environment: Environment): Promise<void> => {
    for (const task of await tasksFor(environment, count)) await storeTask(environment, task);
  };

const wait = async (): Promise<void> => undefined;

const STORIES: Readonly<Record<string, Story>> = {
  'two recordings are stored, and OCP has none of the third call': {
    calls: ['a', 'b', 'unlisted'],
    ocp: ({ ocp }) => ocp.list([listedOf('a'), listedOf('b')]),
    play: storeListed(2),
  },
  'OCP has no recording of any call': {
    calls: ['a'],
    ocp: ({ ocp }) => ocp.list([listedOf('another')]),
    play: wait,
  },
  'the job still runs at the sixth poll': {
    calls: ['a'],
    ocp: ({ ocp }) => {
      ocp.isSlow = true;
    },
    play: wait,
  },
  'OCP reports the job as failed': {
    calls: ['a', 'b'],
    ocp: ({ ocp }) => ocp.instead('jobStatus', json(200, { status: 'FAILED', errorMessage: 'disk full' })),
    play: wait,
  },
  'OCP throttles the create twice and then makes the job': {
    calls: ['a'],
    ocp: ({ ocp }) => {
      ocp.list([listedOf('a')]);
      ocp.instead('createJob', ...times(2, throttled));
    },
    play: storeListed(1),
  },
  'OCP throttles every create': {
    calls: ['a'],
    ocp: ({ ocp }) => ocp.instead('createJob', ...times(20, throttled)),
    play: wait,
    // The job is given up before the retries of the state machine end.
    settings: { OVERLOADED_CREATE_SECONDS: '0' },
  },
  'OCP refuses the create': {
    calls: ['a'],
    ocp: ({ ocp }) => ocp.instead('createJob', json(400, { errorType: 'OCPAPIError', errorMessage: 'no' })),
    play: wait,
  },
  'OCP answers by a status that we do not know, and then completes': {
    calls: ['a'],
    ocp: ({ ocp }) => {
      ocp.list([listedOf('a')]);
      ocp.instead('jobStatus', ...times(2, json(200, { status: 'PONDERING' })));
    },
    play: storeListed(1),
  },
  'OCP says a status that we do not know at every poll, and has no listing': {
    calls: ['a'],
    ocp: ({ ocp }) => {
      ocp.instead('jobStatus', ...times(50, json(200, { status: 'PONDERING' })));
      ocp.instead('jobRecordings', ...times(50, json(404)));
    },
    play: wait,
  },
  'a push stores the call while its export runs': {
    calls: ['a', 'b'],
    ocp: ({ ocp }) => ocp.list([listedOf('a'), listedOf('b')]),
    play: async (environment) => {
      await waitUntil(
        'the window waits',
        async () => (await reconciliationOf(environment))?.phase === 'waiting',
      );
      await storeCall(environment, keyOf('a', 'bolt'), GROUP.groupId);
      await storeListed(2)(environment);
    },
  },
};

const play = async (
  orchestrator: Orchestrator,
  { calls, ocp, play: act, settings }: Story,
): Promise<Ending> => {
  const environment = await surroundings.makeEnvironment({ driven: true });
  ocp(environment);
  const worker = await startTestWorker(environment, {
    // Only the group that can be driven has windows here.
    ...(orchestrator === 'step-functions' && { REGISTRY_FILE: surroundings.drivenRegistry }),
    OVERDUE_SECONDS: '10',
    ...settings,
  });
  await environment.publish(await missWindow(environment, calls, GROUP));
  await act(environment, worker);
  await closed(environment);
  expect(await environment.listExecutions()).toHaveLength(orchestrator === 'sqs' ? 0 : 1);
  const ending = await readEnding(environment, calls);
  expect(await environment.deadLetters()).toEqual([]);
  await worker.stop();
  return ending;
};

const readEnding = async (environment: Environment, callIds: readonly string[]): Promise<Ending> => {
  // A crash may send a report twice, with the same id.
  const reports = new Map<string, object>();
  const reconciliation = (await reconciliationOf(environment))!;
  const expected = Object.values(reconciliation.calls).filter(({ outcome }) => outcome === 'failed').length;
  if ('failureReason' in reconciliation) {
    await waitUntil('the failures are reported', async () => {
      for (const { Body, MessageAttributes } of await environment.drain(reconciliationFailures)) {
        const report = reportOf(Body!);
        reports.set(report.messageId, { ...report, type: MessageAttributes?.['FailureType']?.StringValue });
      }
      return reports.size >= expected;
    });
  }
  const calls = await Promise.all(callIds.map((callId) => callOf(environment, callId, 'bolt')));
  return {
    reconciliation: recordOf(reconciliation),
    calls: calls.map(recordOf),
    reports: [...reports.keys()].sort().map((id) => reports.get(id)),
  };
};

const reportOf = (body: string): { readonly messageId: string } => {
  const { executionId: _, failedAt: __, ...report } = JSON.parse(body) as Record<string, unknown>;
  return withoutTimes(report) as { messageId: string };
};

/** Differs from run to run, or says which orchestrator there was. The history tells of its own steps. */
const VARYING = new Set([
  ...['history', 'historyCount', 'revision', 'schemaVersion', 'orchestrator', 'sfExecutionId', 'batchId'],
  ...['expiresAtEpochS', 'TTL', 'leaseUntil', 'deadline', 'openAtDeadline', 'exportId'],
]);
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
const BUCKET = /test-[\w-]+(?=-recordings)/g;

const recordOf = (record: Reconciliation | CallRecord): Record<string, unknown> =>
  withoutTimes(record) as Record<string, unknown>;

const withoutTimes = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value.replaceAll(TIME, 'TIME').replaceAll(ID, 'ID').replaceAll(BUCKET, 'BUCKET');
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !VARYING.has(name))
      .map(([name, part]) => [name, withoutTimes(part)]),
  );
};

describe('the two orchestrators', () => {
  it.concurrent.each(Object.entries(STORIES))(
    'leave the same final records and reports: %s',
    async (_, story) => {
      const [bySqs, byStepFunctions] = await Promise.all(Orchestrator.options.map((one) => play(one, story)));
      expect(byStepFunctions).toEqual(bySqs);
    },
    PATIENCE_MS,
  );
});
