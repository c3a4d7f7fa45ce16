import { awsPrices, type CountedRequests, type PriceName, type PriceTable } from '@recordings/forecast';
import { estimateRecoveries } from './estimate-recoveries.ts';

/** Calls of a month of 730 hours. */
const CALLS = (10_000 * 730) / 24;
const counted: CountedRequests = {
  revision: 'abc1234',
  pushedCall: {},
  emptyExecution: { 'DynamoDB Query': 64, 'DynamoDB read units': 3 },
  recoveredInSmallWindow: {},
  recoveredInLargeWindow: {},
  recovery: {
    'DynamoDB write units': 20,
    'S3 PutObject': 1,
    'SNS PublishBatch': 1.5,
    'SQS SendMessage': 1,
    'SQS DeleteMessage': 2,
    'SQS GetQueueUrl': 0.1,
    'Log bytes': 300,
  },
  idlePollsPerHour: 60,
};
const onlyPaid = (name: PriceName): PriceTable => ({
  ...awsPrices,
  prices: {
    ...Object.fromEntries(Object.keys(awsPrices.prices).map((key) => [key, 0])),
    [name]: 1,
  } as PriceTable['prices'],
});
const unitsOf = (name: PriceName): number => estimateRecoveries(counted, onlyPaid(name)).awsUsdPerMonth;

/** Of two watchdogs, one a minute. */
const ROUNDS = 2 * 60 * 730;

describe('estimateRecoveries', () => {
  it('counts the write units of the calls and of the watchdogs', () => {
    expect(unitsOf('dynamodbWriteUnit')).toBeCloseTo(CALLS * 20 + ROUNDS, 0);
  });

  it('charges each query with half a read unit, those of the pooler too', () => {
    const executions = (96 * 730) / 24;
    expect(unitsOf('dynamodbReadUnit')).toBeCloseTo(executions * (3 + 32) + ROUNDS * 2.5, 0);
  });

  it('counts each message as sent, received and deleted, each copy that SNS sends, and the polls of 12 queues that are idle most of the time', () => {
    const perCall = 1 + 2 + 2 + (0.5 * 3 + 1);
    expect(unitsOf('sqsRequest')).toBeCloseTo(
      CALLS * perCall + 12 * (61 * 730 + (16 * 2 * 10 * 730) / 24) + (96 * 730) / 24,
      0,
    );
  });

  it('shows storage and tasks beside the sum', () => {
    expect(unitsOf('s3GbMonth')).toBe(0);
    const { besideUsdPerMonth } = estimateRecoveries(counted, onlyPaid('fargateArmVcpuHour'));
    expect(besideUsdPerMonth.fargate).toBeCloseTo(2 * 0.75 * 730, 0);
  });
});
