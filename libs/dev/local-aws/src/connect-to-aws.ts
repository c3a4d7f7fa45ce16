import type { LocalAws } from './start-local-aws.ts';

/** The value of `endpoint` that means AWS itself, with the account and region of the environment. */
const REAL_AWS = 'aws';
const REGION = 'us-east-1';
/** LocalStack accepts any key, but checks the signature of a presigned URL against this one. */
const LOCALSTACK_KEY = 'test';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Uses services that run elsewhere, in place of the embedded emulators.
 *
 * @param endpoint URL of LocalStack or of another emulator, or `aws` for AWS itself.
 * @param environment region and credentials, by the names that the AWS SDK reads.
 */
export const connectToAws = (endpoint: string, environment: Environment): LocalAws =>
  endpoint === REAL_AWS ? connectToRealAws(environment) : connectToEndpoint(endpoint, environment);

const connectToRealAws = (environment: Environment): LocalAws => ({
  environment: awsVariablesOf(environment),
  clientConfig: { s3: {}, sqs: {}, sns: {}, dynamodb: {}, sfn: {} },
  stop: async () => undefined,
});

const connectToEndpoint = (endpoint: string, environment: Environment): LocalAws => {
  const region = environment['AWS_REGION'] ?? REGION;
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'] ?? LOCALSTACK_KEY;
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'] ?? LOCALSTACK_KEY;
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  const config = { region, endpoint, credentials: { accessKeyId, secretAccessKey, sessionToken } };
  return {
    environment: {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      S3_FORCE_PATH_STYLE: 'true',
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_SNS: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_SFN: endpoint,
    },
    clientConfig: {
      s3: { ...config, forcePathStyle: true },
      sqs: config,
      sns: config,
      dynamodb: config,
      sfn: config,
      events: config,
    },
    stop: async () => undefined,
  };
};

const awsVariablesOf = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[0].startsWith('AWS_') && entry[1] !== undefined,
    ),
  );
