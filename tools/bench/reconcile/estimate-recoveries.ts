import { awsPrices, HOURS_OF_MONTH, type PriceTable } from '../../cost/aws-prices.ts';
import { type CountedRequests, USUAL_WINDOW } from '../../cost/count-requests.ts';
import counted from '../../cost/counted-requests.json' with { type: 'json' };
import { isS3Read, isS3Write, isSns, isSqs } from '../../cost/estimate-month.ts';
import { type Counts, LOG_BYTES, READ_UNITS, WRITE_UNITS } from '../../cost/start-counting-proxy.ts';

export type RecoveryEstimate = {
  /** A month. DynamoDB's units are among them. */
  readonly awsRequestsByKind: Counts;
  /** For these requests. */
  readonly awsUsdPerMonth: number;
  readonly awsUsdByService: Readonly<Record<string, number>>;
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
/** An idle queue is polled once in 20 s of the poll and 40 s of the pause. */
const POLLS_PER_HOUR = 60;
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
/** Of the published messages: a window goes to the workers, to analytics and to the audit; a stored recording to the audit. */
const COPIES = { window: 3, stored: 1 } as const;
/** Of stage `prod`: a reconciler-worker and a downloader. */
const PAIR = { vcpus: 0.25 + 0.5, gb: 0.5 + 1 } as const;
const RECORDING_MB = 5;
const CALL_RECORD_KB = 6;

/** Estimates what 10,000 recovered calls a day cost, their events and other calls left out. */
export const estimateRecoveries = (
  { recovery, emptyExecution, revision }: CountedRequests = counted,
  table: PriceTable = awsPrices,
): RecoveryEstimate => {
  const calls = CALLS_PER_DAY * DAYS;
  const awsRequestsByKind = addUp([
    times(withMessages(recovery), calls),
    times(withQueries({ ...emptyExecution, [ONCE_PER_EXECUTION]: 1 }), EXECUTIONS_PER_DAY * DAYS),
    times(
      withQueries({ ...ROUND, [READ_UNITS]: 1, [WRITE_UNITS]: 1 }),
      WORKERS * WATCHDOG_ROUNDS_PER_HOUR * HOURS_OF_MONTH,
    ),
    {
      'SQS ReceiveMessage': WORKERS * POLLED_QUEUES * idlePollsOfMonth,
    },
  ]);
  const awsUsdByService = priceOf(awsRequestsByKind, table);
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
const idlePollsOfMonth =
  (POLLS_PER_HOUR + DLQ_POLLS_PER_HOUR) * HOURS_OF_MONTH +
  BUSY_MOMENTS * POLLS_AFTER_MESSAGE * BUSY_HOURS_OF_DAY * DAYS;

/** Each message that is deleted was received, and SNS sends copies of what is published. */
const withMessages = ({ [ONCE_PER_EXECUTION]: _, ...perCall }: Counts): Counts => {
  const messages = perCall['SQS DeleteMessage'] ?? 0;
  const published = sumOf(perCall, isSns);
  const copies = (published - 1) * COPIES.window + COPIES.stored;
  return addUp([withQueries(perCall), { 'SQS ReceiveMessage': messages, 'SQS copies from SNS': copies }]);
};

/** Any query takes at least half a read unit, which the emulator does not count. */
const withQueries = (counts: Counts): Counts =>
  addUp([counts, { [READ_UNITS]: (counts['DynamoDB Query'] ?? 0) / 2 }]);

const times = (counts: Counts, n: number, round: (n: number) => number = (exact) => exact): Counts =>
  Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, round(count * n)]));

const addUp = (all: readonly Counts[]): Counts => {
  const sum: Counts = {};
  for (const counts of all)
    for (const [kind, count] of Object.entries(counts)) sum[kind] = (sum[kind] ?? 0) + count;
  const { [LOG_BYTES]: _, ...requests } = sum;
  return requests;
};

const sumOf = (counts: Counts, of: (kind: string) => boolean): number =>
  Object.entries(counts).reduce((sum, [kind, n]) => (of(kind) ? sum + n : sum), 0);

const priceOf = (counts: Counts, { prices }: PriceTable): Record<string, number> => ({
  'DynamoDB writes': cents((counts[WRITE_UNITS] ?? 0) * prices.dynamodbWriteUnit),
  'DynamoDB reads': cents((counts[READ_UNITS] ?? 0) * prices.dynamodbReadUnit),
  S3: cents(
    sumOf(counts, isS3Write) * prices.s3WriteRequest + sumOf(counts, isS3Read) * prices.s3ReadRequest,
  ),
  SQS: cents(sumOf(counts, isSqs) * prices.sqsRequest),
  SNS: cents(sumOf(counts, isSns) * prices.snsRequest),
});

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
