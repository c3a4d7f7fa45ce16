import { awsPrices, type CountedRequests, type PriceName, type PriceTable } from '@recordings/forecast';
import { estimateMonth, totalOf, type Volume } from './estimate-month.ts';
import type { Deployment } from './read-deployment.ts';

/** Days of a month of 730 hours. */
const DAYS = 730 / 24;

const counted: CountedRequests = {
  revision: 'abc1234',
  pushedCall: { 'DynamoDB write units': 10, 'S3 PutObject': 1, 'SNS PublishBatch': 1 },
  emptyExecution: { 'DynamoDB read units': 2, 'DynamoDB Query': 64 },
  recoveredInSmallWindow: {
    'DynamoDB write units': 30,
    'S3 PutObject': 1,
    'SNS PublishBatch': 1.2,
    'SQS SendMessage': 1,
    'SQS DeleteMessage': 2,
  },
  recoveredInLargeWindow: { 'DynamoDB write units': 40, 'SNS PublishBatch': 1 },
  recovery: { 'DynamoDB write units': 20 },
  idlePollsPerHour: 60,
};

const nothing: Deployment = {
  tasks: 0,
  vcpus: 0,
  memoryGb: 0,
  polledQueues: { withPauses: 0, withoutPauses: 0 },
  natGateways: 0,
  endpointZones: 0,
  publicIps: 0,
  kmsKeys: 0,
  secrets: 0,
  cronTask: { vcpus: 0, memoryGb: 0 },
};

const volume: Volume = { callsPerDay: 1_000, pushed: 0.9, recordingMB: 5, window: 'small' };

/** A table where only one thing costs: a dollar for each unit. */
const onlyPaid = (name: PriceName): PriceTable => ({
  ...awsPrices,
  prices: {
    ...Object.fromEntries(Object.keys(awsPrices.prices).map((key) => [key, 0])),
    [name]: 1,
  } as PriceTable['prices'],
});

const unitsOf = (
  name: PriceName,
  over: Partial<Volume> = {},
  deployment: Partial<Deployment> = {},
): number => {
  const month = estimateMonth({ ...volume, ...over }, counted, { ...nothing, ...deployment }, onlyPaid(name));
  return totalOf([...month.perCall, ...month.always]);
};

describe('estimateMonth', () => {
  it('multiplies the counted units by the calls that are pushed and by those that are recovered', () => {
    expect(unitsOf('dynamodbWriteUnit')).toBeCloseTo(DAYS * (900 * 10 + 100 * 30), 3);
    expect(unitsOf('dynamodbWriteUnit', { window: 'large' })).toBeCloseTo(DAYS * (900 * 10 + 100 * 40), 3);
  });

  it('counts each message as sent, received and deleted, and each copy that SNS sends', () => {
    const windows = 100 * 0.2;
    expect(unitsOf('sqsRequest')).toBeCloseTo(DAYS * (100 * (1 + 2 + 2) + windows * 3 + 1_000), 3);
  });

  it('counts pushed bytes for the load balancer, downloaded bytes for NAT, all bytes for S3', () => {
    expect(unitsOf('loadBalancerUnitHour')).toBeCloseTo(DAYS * 4.5, 3);
    expect(unitsOf('natGb')).toBeCloseTo(DAYS * 0.5, 3);
    expect(unitsOf('s3GbMonth')).toBeCloseTo(DAYS * 5, 3);
  });

  it('charges an empty query of the pooler with half a read unit, 96 times a day', () => {
    expect(unitsOf('dynamodbReadUnit', { callsPerDay: 0 })).toBeCloseTo(DAYS * 96 * (2 + 32), 3);
  });

  it.each([
    ['fargateArmVcpuHour', { vcpus: 3 }, 3 * 730],
    ['endpointHour', { endpointZones: 16 }, 16 * 730],
    ['natHour', { natGateways: 2 }, 2 * 730],
    ['kmsKeyMonth', { kmsKeys: 2 }, 2],
    ['sqsRequest', { polledQueues: { withPauses: 3, withoutPauses: 2 } }, (3 * 60 + 2 * 180) * 730],
  ] as const)('charges %s whether there are calls or not', (name, deployment, expected) => {
    expect(unitsOf(name, { callsPerDay: 0 }, deployment)).toBeCloseTo(expected, 3);
  });
});
