/** The list prices that estimates use, in US dollars, without free tiers, discounts and taxes. */
export type PriceTable = {
  readonly region: string;
  /** The day for which the prices are meant. */
  readonly asOf: string;
  /** The pages that AWS publishes them on, by service. */
  readonly sources: Readonly<Record<string, string>>;
  readonly prices: Readonly<Record<PriceName, number>>;
};

/** Units are in the names. A month has 730 hours. */
export type PriceName =
  | 'dynamodbWriteUnit'
  | 'dynamodbReadUnit'
  | 'dynamodbGbMonth'
  | 'dynamodbBackupGbMonth'
  | 's3WriteRequest'
  | 's3ReadRequest'
  | 's3GbMonth'
  | 'sqsRequest'
  | 'snsRequest'
  | 'fargateArmVcpuHour'
  | 'fargateArmGbHour'
  | 'loadBalancerHour'
  | 'loadBalancerUnitHour'
  | 'natHour'
  | 'natGb'
  | 'endpointHour'
  | 'endpointGb'
  | 'publicIpHour'
  | 'kmsKeyMonth'
  | 'kmsRequest'
  | 'secretMonth'
  | 'logGb'
  | 'schedulerInvocation'
  | 'stepFunctionsTransition'
  | 'apiGatewayHttpRequest'
  | 'lambdaRequest'
  | 'lambdaGbSecond';

export const HOURS_OF_MONTH = 730;

const million = 1e6;

export const awsPrices: PriceTable = {
  region: 'us-east-1',
  asOf: '2026-11-26',
  sources: {
    DynamoDB: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    S3: 'https://aws.amazon.com/s3/pricing/',
    SQS: 'https://aws.amazon.com/sqs/pricing/',
    SNS: 'https://aws.amazon.com/sns/pricing/',
    Fargate: 'https://aws.amazon.com/fargate/pricing/',
    'Elastic Load Balancing': 'https://aws.amazon.com/elasticloadbalancing/pricing/',
    VPC: 'https://aws.amazon.com/vpc/pricing/',
    PrivateLink: 'https://aws.amazon.com/privatelink/pricing/',
    KMS: 'https://aws.amazon.com/kms/pricing/',
    'Secrets Manager': 'https://aws.amazon.com/secrets-manager/pricing/',
    CloudWatch: 'https://aws.amazon.com/cloudwatch/pricing/',
    EventBridge: 'https://aws.amazon.com/eventbridge/pricing/',
    'Step Functions': 'https://aws.amazon.com/step-functions/pricing/',
    'API Gateway': 'https://aws.amazon.com/api-gateway/pricing/',
    Lambda: 'https://aws.amazon.com/lambda/pricing/',
  },
  prices: {
    dynamodbWriteUnit: 0.625 / million,
    dynamodbReadUnit: 0.125 / million,
    dynamodbGbMonth: 0.25,
    dynamodbBackupGbMonth: 0.2,
    s3WriteRequest: 0.005 / 1_000,
    s3ReadRequest: 0.0004 / 1_000,
    s3GbMonth: 0.023,
    sqsRequest: 0.4 / million,
    snsRequest: 0.5 / million,
    fargateArmVcpuHour: 0.03238,
    fargateArmGbHour: 0.00356,
    loadBalancerHour: 0.0225,
    loadBalancerUnitHour: 0.008,
    natHour: 0.045,
    natGb: 0.045,
    endpointHour: 0.01,
    endpointGb: 0.01,
    publicIpHour: 0.005,
    kmsKeyMonth: 1,
    kmsRequest: 0.03 / 10_000,
    secretMonth: 0.4,
    logGb: 0.5,
    schedulerInvocation: 1 / million,
    stepFunctionsTransition: 0.025 / 1_000,
    apiGatewayHttpRequest: 1 / million,
    lambdaRequest: 0.2 / million,
    lambdaGbSecond: 0.0000133334,
  },
};
