import {
  awsPrices,
  type CountedRequests,
  type Counts,
  countedRequests,
  HOURS_OF_MONTH,
  LOG_BYTES,
  type PaidService,
  type PriceTable,
  priceRequests,
  READ_UNITS,
  USUAL_WINDOW,
  WRITE_UNITS,
  withMessages,
  withQueries,
} from '@recordings/forecast';

export type RecoveryEstimate = {
  /** A month. DynamoDB's units are among them. */
  readonly awsRequestsByKind: Counts;
  /** For these requests. */
  readonly awsUsdPerMonth: number;
  readonly awsUsdByService: Readonly<Record<PaidService, number>>;
  /** Not part of `awsUsdPerMonth`. */
  readonly besideUsdPerMonth: Readonly<Record<'fargate' | 'recordings' | 'tables', number>>;
  readonly assumptions: Readonly<Record<string, string | number>>;
};

const CALLS_PER_DAY = 10_000;
const DAYS = HOURS_OF_MONTH / 24;
/** Of reconciler-worker and of downloader. */
const WORKERS = 2;
/** A reconciler-worker polls three queues of windows and the checks, a downloader polls two, each with one slot at a time. */
const POLLED_QUEUES = 4 + 2;
/** After a message a queue is polled without pauses for a minute: 2 polls more. */
const POLLS_AFTER_MESSAGE = 2;
/** After each execution: windows, the check of their group, two polls of the job with the downloads. */
const BUSY_MOMENTS = 4 * 4;
/** Most calls are missing in so many hours of a day. */
const BUSY_HOURS_OF_DAY = 10;
/** Once an hour a consumer looks for messages without a reason in its DLQ. */
const DLQ_POLLS_PER_HOUR = 1;
const EXECUTIONS_PER_DAY = 96;
/** The pooler asks for the audit queue when it has found calls, however many they are. */
const ONCE_PER_EXECUTION = 'SQS GetQueueUrl';
const WATCHDOG_ROUNDS_PER_HOUR = 60;
/** A round reads what is quiet, claims a group, and reads it twice. */
const ROUND: Counts = { 'DynamoDB Query': 3, 'DynamoDB GetItem': 1, 'DynamoDB PutItem': 1 };
/** Of stage `prod`: a reconciler-worker and a downloader. */
const PAIR = { vcpus: 0.25 + 0.5, gb: 0.5 + 1 } as const;
const RECORDING_MB = 5;
const CALL_RECORD_KB = 6;

/** Estimates what 10,000 recovered calls a day cost, their events and other calls left out. */
export const estimateRecoveries = (
  { recovery, emptyExecution, idlePollsPerHour, revision }: CountedRequests = countedRequests,
  table: PriceTable = awsPrices,
): RecoveryEstimate => {
  const calls = CALLS_PER_DAY * DAYS;
  const { [ONCE_PER_EXECUTION]: _, ...perCall } = recovery;
  const awsRequestsByKind = addUp([
    times(withMessages(perCall, 1), calls),
    times(withQueries({ ...emptyExecution, [ONCE_PER_EXECUTION]: 1 }), EXECUTIONS_PER_DAY * DAYS),
    times(
      withQueries({ ...ROUND, [READ_UNITS]: 1, [WRITE_UNITS]: 1 }),
      WORKERS * WATCHDOG_ROUNDS_PER_HOUR * HOURS_OF_MONTH,
    ),
    {
      'SQS ReceiveMessage': WORKERS * POLLED_QUEUES * idlePollsOfMonth(idlePollsPerHour),
    },
  ]);
  const awsUsdByService = inCents(priceRequests(awsRequestsByKind, table));
  return {
    awsRequestsByKind: times(awsRequestsByKind, 1, Math.round),
    awsUsdPerMonth: cents(Object.values(awsUsdByService).reduce((sum, usd) => sum + usd, 0)),
    awsUsdByService,
    besideUsdPerMonth: besideOf(calls, table),
    assumptions: {
      callsPerDay: CALLS_PER_DAY,
      callsOfWindow: USUAL_WINDOW,
      workersOfEachKind: WORKERS,
      recordingMB: RECORDING_MB,
      region: table.region,
      prices: table.asOf,
      countedAt: revision,
    },
  };
};

/** The poll that receives a message is counted with the message. */
const idlePollsOfMonth = (pollsPerHour: number): number =>
  (pollsPerHour + DLQ_POLLS_PER_HOUR) * HOURS_OF_MONTH +
  BUSY_MOMENTS * POLLS_AFTER_MESSAGE * BUSY_HOURS_OF_DAY * DAYS;

const times = (counts: Counts, n: number, round: (n: number) => number = (exact) => exact): Counts =>
  Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, round(count * n)]));

const addUp = (all: readonly Counts[]): Counts => {
  const sum: Record<string, number> = {};
  for (const counts of all)
    for (const [kind, count] of Object.entries(counts)) sum[kind] = (sum[kind] ?? 0) + count;
  const { [LOG_BYTES]: _, ...requests } = sum;
  return requests;
};

/** Storage is what one month adds, paid each month from then on. */
const besideOf = (calls: number, { prices }: PriceTable): RecoveryEstimate['besideUsdPerMonth'] => {
  const pairHour = PAIR.vcpus * prices.fargateArmVcpuHour + PAIR.gb * prices.fargateArmGbHour;
  return {
    fargate: cents(WORKERS * HOURS_OF_MONTH * pairHour),
    recordings: cents(((calls * RECORDING_MB) / 1_000) * prices.s3GbMonth),
    tables: cents(((calls * CALL_RECORD_KB) / 1e6) * prices.dynamodbGbMonth),
  };
};

const cents = (usd: number): number => Math.round(usd * 100) / 100;

const inCents = <K extends string>(usdByName: Readonly<Record<K, number>>): Record<K, number> =>
  Object.fromEntries(Object.entries<number>(usdByName).map(([name, usd]) => [name, cents(usd)])) as Record<
    K,
    number
  >;
